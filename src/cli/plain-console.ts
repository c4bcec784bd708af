/* The console as plain lines: for screen readers, and for terminals that can do no more. */
import {createInterface, type Interface} from 'node:readline';
import {openSessions} from '../console/sessions.js';
import type {ConsoleActions} from '../console/snapshot.js';
import {messageOf, UmmError} from '../errors.js';
import {readNode} from '../node.js';
import {type Context, say} from './context.js';
import {describeNode} from './describe-node.js';
import {printLog} from './print-log.js';

/** What can be typed, in each state; the first letter is enough. */
const offers = {
	paused: ['resume', 'boot again', 'shell', 'add a command', 'output of a command', 'list the state', 'quit'],
	operational: ['maintenance mode', 'disable umm', 'shell', 'list the state', 'quit'],
	asked: ['withdraw', 'shell', 'list the state', 'quit'],
	disabled: ['enable umm', 'shell', 'list the state', 'quit'],
} as const;

type Word = (typeof offers)[keyof typeof offers][number];

class PlainConsole {
	readonly #context: Context;
	readonly #actions: ConsoleActions;
	readonly #input: Interface;
	readonly #lines: AsyncIterator<string>;

	constructor(context: Context, actions: ConsoleActions) {
		this.#context = context;
		this.#actions = actions;
		this.#input = createInterface({input: context.stdin});
		this.#lines = this.#input[Symbol.asyncIterator]();
	}

	/** A line that was typed; undefined at the end of the input. */
	async #ask(question: string): Promise<string | undefined> {
		this.#context.stdout.write(question);
		const {done, value} = await this.#lines.next();
		return done === true ? undefined : value.trim();
	}

	/** Say what will happen, ask, and do it. */
	async #confirmed(action: Parameters<ConsoleActions['consequences']>[0], act: () => Promise<void>): Promise<void> {
		for (const line of await this.#actions.consequences(action)) say(this.#context, `  ${line}`);
		const answer = await this.#ask('Type yes to go on: ');
		if (answer?.toLowerCase() !== 'yes') return say(this.#context, 'Nothing was changed.');
		await act();
		say(this.#context, 'Done.');
	}

	async #do(word: Word): Promise<void> {
		const {resume, reboot, maintenance, withdraw, enable, disable, commands} = this.#actions;
		const progress = (line: string) => say(this.#context, `  ${line}`);
		switch (word) {
			case 'resume':
				return this.#confirmed('resume', () => resume(progress));
			case 'boot again':
				return this.#confirmed('reboot', () => reboot(progress));
			case 'maintenance mode': {
				const reason = (await this.#ask('Reason, for those who find the node paused: ')) ?? '';
				return this.#confirmed('maintenance', async () =>
					maintenance?.({reason, commands: [], afterwards: 'stay'}, progress),
				);
			}
			case 'withdraw':
				return this.#confirmed('withdraw', async () => withdraw?.(progress));
			case 'enable umm':
				return this.#confirmed('enable', async () => enable?.());
			case 'disable umm':
				return this.#confirmed('disable', async () => disable?.());
			case 'add a command': {
				const text = await this.#ask('Command to run: ');
				if (text) say(this.#context, `Command ${await commands?.add(text)} is added.`);
				return undefined;
			}
			case 'output of a command': {
				const id = Number(await this.#ask('Number of the command: '));
				await printLog(this.#context, id, {follow: false, timestamps: false});
				return undefined;
			}
			default:
				return undefined;
		}
	}

	async run(): Promise<'leave' | 'shell'> {
		const {paths} = this.#context;
		for (let isNew = true; ; ) {
			const node = await readNode(paths);
			if (isNew) describeNode(this.#context, node, await openSessions(paths));
			const words: readonly Word[] = offers[node.state];
			const answer = await this.#ask(`\nType one of: ${words.join(', ')}. The first letter is enough.\n> `);
			if (answer === undefined) return 'leave';
			const word = answer === '' ? undefined : words.find((word) => word.startsWith(answer.toLowerCase()));
			isNew = word === 'list the state';
			if (word === 'quit') return 'leave';
			if (word === 'shell') return 'shell';
			if (word === undefined) say(this.#context, `There is no ${JSON.stringify(answer)} here.`);
			else await this.#do(word).catch((error: unknown) => this.#tell(error));
		}
	}

	#tell(error: unknown): void {
		say(this.#context, `It failed: ${messageOf(error)}`);
		if (error instanceof UmmError) for (const hint of error.hints) say(this.#context, `  ${hint}`);
	}

	close(): void {
		this.#input.close();
	}
}

/**
 * The console line by line: what the state is, what can be typed, and the answer to it; nothing is ever drawn again.
 *
 * @returns how it was left; the end of the input is `leave`.
 */
export async function runPlainConsole(context: Context, actions: ConsoleActions): Promise<'leave' | 'shell'> {
	const console = new PlainConsole(context, actions);
	try {
		return await console.run();
	} finally {
		console.close();
	}
}
