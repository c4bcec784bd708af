/* What the sessions of the embedded ssh server come to: a verb of umm's, or the console. */
import {once} from 'node:events';
import type {ConsoleActions} from '../console/snapshot.js';
import {UmmError} from '../errors.js';
import {startPiped} from '../exec.js';
import type {Paths} from '../paths.js';
import type {Session} from '../ssh/session.js';
import {openShell} from '../ssh/shell.js';
import type {TerminalChannel} from '../ssh/terminal-channel.js';
import {showConsole} from './console.js';
import {publicVerbs} from './help.js';
import {requester} from './requester.js';
import {verbs} from './verbs.js';

/** Words that a session may begin with. What serves sessions and what needs this machine's terminal is not among them. */
const callable: ReadonlySet<string> = new Set([
	...publicVerbs(verbs).flatMap(({name}) => (name === 'serve' || name === 'sandbox' || name === 'console' ? [] : name)),
	'help',
	'--help',
	'--version',
]);

/** What says who called, where from and how text looks to them: a session has its own. */
const personal = /^(SUDO_|SSH_|LC_|LANG$|LANGUAGE$|TERM$)/;

const interrupt = 0x03;
const endOfInput = 0x04;

/** What is typed on a terminal: a key that interrupts, and the end of the input. */
function obeyKeys(terminal: TerminalChannel, child: ReturnType<typeof startPiped>): void {
	terminal.on('data', (typed: Buffer) => {
		if (typed.includes(interrupt)) child.kill('SIGINT');
		if (typed.includes(endOfInput)) child.stdin.end();
	});
}

/** A terminal has its lines end in CR LF, and there is no line discipline that would see to it. */
const forTerminal = (chunk: Buffer) => Buffer.from(chunk.toString('latin1').replaceAll(/(?<!\r)\n/g, '\r\n'), 'latin1');

/**
 * Run a verb as a process of its own, so that it is as alone as from any shell.
 *
 * @param more environment of the node, where it is a simulated one.
 * @returns its exit status.
 * @throws UmmError (usage) when there is no such verb here.
 */
export async function runVerb(
	words: readonly string[],
	{env, input, terminal, output, gone}: Session,
	more: Readonly<Record<string, string>> = {},
): Promise<number> {
	const [name = ''] = words;
	if (!callable.has(name)) {
		throw new UmmError('usage', `there is no verb ${JSON.stringify(name)}`, {
			hints: ['verbs of umm are all that can be run here: status, off, help'],
		});
	}
	const own = Object.fromEntries(Object.entries(process.env).filter(([key]) => !personal.test(key)));
	const child = startPiped([process.execPath, process.argv[1] as string, ...words], {...own, ...more, ...env});
	const hangUp = () => child.kill('SIGHUP');
	gone.addEventListener('abort', hangUp);
	if (gone.aborted) hangUp();
	if (terminal) obeyKeys(terminal, child);
	else input.pipe(child.stdin);
	const pieces = terminal ? forTerminal : (chunk: Buffer) => chunk;
	const copy = async (from: AsyncIterable<Buffer>, write: (chunk: Uint8Array) => Promise<void>) => {
		for await (const chunk of from) await write(pieces(chunk));
	};
	try {
		await Promise.all([
			copy(child.stdout, (chunk) => output.write(chunk)),
			copy(child.stderr, (chunk) => output.writeError(chunk)),
		]);
		return await child.ended;
	} finally {
		gone.removeEventListener('abort', hangUp);
		input.unpipe(child.stdin);
	}
}

/** Wait for a key, or the end of the line. */
async function keyOf(terminal: TerminalChannel): Promise<void> {
	const over = new AbortController();
	const key = Promise.race(['data', 'end', 'close'].map((event) => once(terminal, event, {signal: over.signal})));
	terminal.resume();
	await key.finally(() => over.abort());
	terminal.pause();
}

/** The console of one session. A shell is for the user who runs the server, and for a key that is bound to no command. */
export async function sessionConsole(
	paths: Paths,
	session: Session,
	terminal: TerminalChannel,
	warn: (line: string) => void,
	more: Partial<ConsoleActions> = {},
): Promise<number> {
	const {login, env} = session;
	const {account, command} = login.permit;
	const {tty: _, ...by} = requester(env);
	const shell = async () => {
		try {
			if (account.uid !== process.geteuid?.() || command !== undefined) {
				throw new UmmError('state', `a shell is only for keys of root's that are bound to no command`);
			}
			terminal.say("This is an ordinary shell. 'exit' or Ctrl-D brings the console back.");
			await openShell(terminal, account, {
				...env,
				UMM_SHELL: '1',
				...(paths.root === '' ? {} : {UMM_ROOT: paths.root}),
			});
		} catch (error) {
			if (!(error instanceof UmmError)) throw error;
			terminal.say(error.message, ...error.hints, 'Any key brings the console back.');
			await keyOf(terminal);
		}
	};
	const place = {paths, env, by, warn, more};
	const state = await showConsole(place, {stdin: terminal, stdout: terminal}, shell);
	if (state === 'paused') terminal.say('The node stays paused.');
	return 0;
}
