import test from 'ava';
import {until} from '../runs/node.js';
import {CliNode} from './node.js';

interface Status {
	readonly consoles: readonly {readonly last: {readonly what: string} | null}[];
}

test('a console that is open is known to others, and written down when it is opened and left', async (t) => {
	const cli = await CliNode.paused(t);
	await cli.must('schedule', 'add', 'true');
	await cli.ended(1);
	const status = async () => (await cli.json(t, ['status'])) as never as Status;
	const first = cli.onTerminal(['console'], {prompt: 'OPERATIONAL', typed: 'q'});
	await until(async () => (await status()).consoles[0]?.last?.what === 'looked at command 1');
	const second = await cli.onTerminal(['console'], {prompt: 'Leave', typed: 'qy'});
	t.is(second.status, 0, second.output);
	t.is((await status()).consoles.length, 1);
	await cli.must('off');
	t.is((await first).status, 0);
	t.deepEqual((await status()).consoles, []);
	const actions = (await cli.json(t, ['audit']))['entries'].map(({action}: {action: string}) => action);
	t.deepEqual(actions, ['console left', 'off', 'console left', 'console opened', 'console opened', 'command 1: add']);
});

test('a console that can’t be shown is written down as such', async (t) => {
	const cli = await CliNode.paused(t);
	const {status} = await cli.onTerminal(['console'], {env: {TERM: 'dumb'}});
	t.not(status, 0);
	const {entries} = (await cli.json(t, ['audit'])) as never as {entries: {action: string; outcome: string}[]};
	t.deepEqual(
		entries.map(({action, outcome}) => `${action} ${outcome}`),
		['console left failed', 'console opened done'],
	);
	t.deepEqual(((await cli.json(t, ['status'])) as never as Status).consoles, []);
});
