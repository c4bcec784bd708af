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
 * @returns the reading, and a function that reads again at once.
 */
export function usePolled<T>(
	read: (() => Promise<T>) | undefined,
	pause: number | undefined,
): readonly [Polled<T>, () => void] {
	const [polled, setPolled] = useState<Polled<T>>({});
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
		void look();
		return () => {
			isOver = true;
			clearTimeout(timer);
		};
	}, [read, pause]);
	return [polled, () => again.current()];
}
