import {setTimeout} from 'node:timers/promises';

export interface UntilOptions {
	/** Seconds. */
	timeout: number;
	/** What is waited for, for the error: "ssh on n1 answers". */
	what: string;
}

/**
 * Ask again and again, every 50 ms, until a condition holds. A condition that throws does not hold yet.
 *
 * @returns the condition's first truthy value.
 * @throws after the timeout, with what the condition threw last as the cause.
 */
export async function until<T>(condition: () => T | Promise<T>, {timeout, what}: UntilOptions): Promise<T & {}> {
	const end = performance.now() + timeout * 1000;
	let cause: unknown;
	do {
		try {
			const value = await condition();
			if (value) return value;
			cause = undefined;
		} catch (error) {
			cause = error;
		}

		await setTimeout(50);
	} while (performance.now() < end);
	throw new Error(`not within ${timeout} s: ${what}`, {cause});
}
