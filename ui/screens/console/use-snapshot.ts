import {useEffect, useRef, useState} from 'react';
import type {ConsoleSource, Snapshot} from '../../../src/console/snapshot.js';
import {messageOf} from '../../../src/errors.js';
import {oneLine} from '../../text/sanitise.js';

/** Milliseconds between the end of one reading and the next. */
const pause = 1000;

/** The last snapshot that could be read, and why a newer one could not. */
export interface Reading {
	readonly snapshot?: Snapshot;
	readonly trouble?: string;
}

/** The node's state, read once a second. @returns the reading, and a function that reads again at once. */
export function useSnapshot(source: ConsoleSource): readonly [Reading, () => void] {
	const [reading, setReading] = useState<Reading>({});
	const again = useRef(() => {});
	useEffect(() => {
		let timer: NodeJS.Timeout | undefined;
		let isOver = false;
		let turn = 0;
		const read = async () => {
			clearTimeout(timer);
			const mine = ++turn;
			try {
				const snapshot = clean(await source.snapshot());
				if (!isOver && mine === turn) setReading({snapshot});
			} catch (error) {
				const trouble = oneLine(messageOf(error));
				if (!isOver && mine === turn) setReading(({snapshot}) => (snapshot ? {snapshot, trouble} : {trouble}));
			}
			if (!isOver && mine === turn) timer = setTimeout(read, pause);
		};
		again.current = () => void read();
		void read();
		return () => {
			isOver = true;
			clearTimeout(timer);
		};
	}, [source]);
	return [reading, () => again.current()];
}

/* Everything in it was written by others: hosts, users, commands. */
function clean(snapshot: Snapshot): Snapshot {
	const {why} = snapshot;
	return {
		...snapshot,
		host: oneLine(snapshot.host),
		...(why && {why: {...why, sentence: oneLine(why.sentence), evidence: why.evidence.map(oneLine)}}),
		commands: snapshot.commands.map((command) => ({...command, command: oneLine(command.command)})),
		warnings: snapshot.warnings.map(oneLine),
	};
}
