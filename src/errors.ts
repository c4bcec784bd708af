/** Exit statuses of every verb; the same numbers are in umm(8). */
export const exitStatus = {
	done: 0,
	/** The node's state does not allow it. */
	state: 1,
	/** Usage or bad input. */
	usage: 2,
	/** A hook or a check refused. */
	refused: 3,
	/** The system failed: a command, a disk, a process. */
	system: 4,
} as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/**
 * An error whose message is written for the administrator: what is wrong, where, and what to do next.
 * The kind decides the exit status; anything else that is thrown is a bug of umm's.
 */
export class UmmError extends Error {
	override readonly name = 'UmmError';
	readonly kind: Exclude<keyof typeof exitStatus, 'done'>;
	/** What to try next, one sentence each. */
	readonly hints: readonly string[];

	/**
	 * @param kind which exit status it ends with.
	 * @param message one sentence naming the file, line, key, argument or command.
	 * @param options `hints`: what to try next; `cause`: the low-level error.
	 */
	constructor(
		kind: Exclude<keyof typeof exitStatus, 'done'>,
		message: string,
		options: {hints?: readonly string[]; cause?: unknown} = {},
	) {
		super(message, {cause: options.cause});
		this.kind = kind;
		this.hints = options.hints ?? [];
	}

	/** By name: the bundles of the verbs that look and of those that act have this class once each. */
	static override [Symbol.hasInstance](value: unknown): boolean {
		return Error.isError(value) && value.name === 'UmmError';
	}

	get exitStatus(): ExitStatus {
		return exitStatus[this.kind];
	}
}

/** The text of anything thrown. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

/** Whether a thrown value is a system error with this `code` (errno(3), e.g. `ENOENT`). */
export function isErrno(error: unknown, ...codes: readonly string[]): boolean {
	return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
