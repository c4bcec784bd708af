/* What the embedded server costs: the bundle that ships, on loopback, with real clients on ptys. */
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {bundle} from '../../packaging/bundle.js';
import {bootId} from '../../src/node.js';
import {addCommand, saveCommand} from '../../src/schedule.js';
import type {Scope} from '../backends/gate/node.js';
import {scratch} from '../src/ssh/client.js';
import {SshNode} from '../src/ssh/node.js';
import {type Figure, ratio} from './figures.js';
import {Line, time} from './line.js';
import {summarise} from './statistics.js';

const rounds = {first: 15, keys: 300};
const sessions = 50;
/** How packaging/umm starts the server. */
const flags = ['--max-semi-space-size=4', '--heap-growing-percent=50'];
/** In each frame that has the node's state. */
const advice = 'Next:';

/** A paused node on which a command runs, so that each console has a clock; served by the bundle that ships. */
async function openNode(scope: Scope): Promise<SshNode> {
	const js = await scratch(scope);
	await bundle(js);
	const node = await SshNode.open(scope, {program: [...flags, join(js, 'umm.cjs')]});
	const {paths} = node.cli;
	const created = Math.floor(Date.now() / 1000);
	const command = await addCommand(paths, {command: 'check --all', created, by: {user: 'root'}, onFailure: 'stop'});
	await saveCommand(paths, {...command, state: 'running', run: {boot: await bootId(paths), started: Date.now()}});
	return node;
}

const openConsole = (node: SshNode) => new Line('ssh', ['-tt', ...node.to()]);

/** From the start of the client to the first frame that has the node's state. */
async function firstFrameFigure(node: SshNode): Promise<Figure> {
	const [shown, floor]: [number[], number[]] = [[], []];
	for (let round = -1; round < rounds.first; round++) {
		const plain = new Line(process.execPath, ['-e', '0']);
		const least = await time(() => plain.exited);
		let client: Line | undefined;
		const taken = await time(() => {
			client = openConsole(node);
			return client.sees(advice);
		});
		client?.[Symbol.dispose]();
		// The first connection loads what the others share.
		if (round < 0) continue;
		floor.push(least);
		shown.push(taken);
	}
	return ratio('ssh client to first frame, own server, over `node -e 0`', summarise(shown), summarise(floor), 3);
}

/** Fifty consoles at once, each with a clock. */
async function manyFigures(node: SshNode): Promise<readonly Figure[]> {
	using stack = new DisposableStack();
	const lines: Line[] = [];
	let one = 0;
	while (lines.length < sessions) {
		const line = stack.use(openConsole(node));
		await line.sees(advice);
		lines.push(line);
		if (lines.length > 1) continue;
		await sleep(3000);
		one = await node.server.resident();
	}
	const times: number[] = [];
	const memory: number[] = [];
	for (let key = 0; key < rounds.keys; key++) {
		const line = lines[key % sessions] as Line;
		// The focus goes to the next button.
		times.push(
			await time(() => {
				line.pty.write('\t');
				return line.sees('▸');
			}),
		);
		memory.push(((await node.server.resident()) - one) / (sessions - 1));
		await sleep(50 + Math.random() * 50);
	}
	const [keys, each] = [summarise(times), summarise(memory)];
	return [
		{name: `key to frame with ${sessions} ssh sessions`, measured: keys, unit: 'ms', value: keys.median, limit: 15},
		{name: `memory of each of ${sessions} ssh sessions`, measured: each, unit: 'MB', value: each.median, limit: 2},
	];
}

/** The figures of the embedded server; takes a minute. */
export async function sshFigures(): Promise<readonly Figure[]> {
	await using stack = new AsyncDisposableStack();
	const node = await openNode({teardown: (end) => stack.defer(async () => end())});
	return [await firstFrameFigure(node), ...(await manyFigures(node))];
}
