import {useEffect, useRef, useState} from 'react';
import {messageOf} from '../../../src/errors.js';
import {oneLine} from '../../text/sanitise.js';

/** The last value that could be read, and why a newer one could not. */
export interface Polled<T> {
	readonly value?: T;
	readonly trouble?: string;
}

/**
 * Reads something again and again while it is looked at.
 *
 * @param read undefined while nobody looks: the last value stays.
 * @param pause milliseconds between the end of one reading and the next; undefined reads once.
 * @param first what was read a moment ago: then the first reading here comes after a pause.
 * @returns the reading, and a function that reads again at once.
 */
export function usePolled<T>(
	read: (() => Promise<T>) | undefined,
	pause: number | undefined,
	first?: T,
): readonly [Polled<T>, () => void] {
	const [polled, setPolled] = useState<Polled<T>>(first === undefined ? {} : {value: first});
	const isFirst = useRef(first !== undefined);
	const again = useRef(() => {});
	useEffect(() => {
		if (!read) return;
		let timer: NodeJS.Timeout | undefined;
		let isOver = false;
		let turn = 0;
		const look = async () => {
			clearTimeout(timer);
			const mine = ++turn;
			const isMine = () => !isOver && mine === turn;
			try {
				const value = await read();
				if (isMine()) setPolled({value});
			} catch (error) {
				const trouble = oneLine(messageOf(error));
				if (isMine()) setPolled((polled) => ({...polled, trouble}));
			}
			if (isMine() && pause !== undefined) timer = setTimeout(look, pause);
		};
		again.current = () => void look();
		if (isFirst.current) timer = setTimeout(look, pause);
		else void look();
		isFirst.current = false;
		return () => {
			isOver = true;
			clearTimeout(timer);
		};
	}, [read, pause]);
	return [polled, () => again.current()];
}
