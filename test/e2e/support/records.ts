/* The state files of a node as they are on its disk (docs/internals.md): what every implementation of umm shares. */
import {findChunk} from '../../../src/runs/chunk.js';
import {decodeRecord, type Fields} from '../../../src/state/record.js';
import type {Node} from '../lab/node.js';
import {until} from '../lab/poll.js';

const schedule = '/etc/umm/state/schedule';

/** The fields of a record. @throws when it is torn. */
export async function readFields(node: Node, kind: string, path: string): Promise<Fields> {
	const {status, stdout, stderr} = await node.exec(`cat ${path}`);
	if (status !== 0) throw new Error(stderr);
	return decodeRecord(kind, `${stdout.trimEnd()}\n`);
}

/** The scheduled commands, by number. */
export async function storedCommands(node: Node): Promise<readonly Fields[]> {
	const names = (await node.files.list(schedule)).filter((name) => /^\d+$/.test(name));
	return Promise.all(names.map((name) => readFields(node, 'command', `${schedule}/${name}`)));
}

/** The command with the highest number. */
export async function lastCommand(node: Node): Promise<Fields> {
	return (await storedCommands(node)).at(-1) ?? {};
}

/** Wait until the command with the highest number is in a state. @returns it. */
export async function lastReaches(node: Node, state: string): Promise<Fields> {
	return until(
		async () => {
			const command = await lastCommand(node);
			return command['state'] === state ? command : undefined;
		},
		{timeout: 90, what: `the last command of ${node.name} is ${state}`},
	);
}

/** What a command wrote to each stream, from the whole chunks of `head`. @throws when there is anything else in it. */
export async function storedOutput(node: Node, id: number | string): Promise<{out: string; err: string}> {
	const {stdout} = await node.exec(`base64 /var/lib/umm/runs/${String(id).padStart(4, '0')}/head`);
	let rest = Buffer.from(stdout, 'base64');
	const streams = {stdout: '', stderr: ''};
	while (rest.length > 0) {
		const found = findChunk(rest);
		if (found === undefined || found === 'damaged' || !found.whole)
			throw new Error(`no chunk: ${rest.toString('latin1')}`);
		streams[found.chunk.stream] += Buffer.from(found.chunk.bytes).toString('utf8');
		rest = rest.subarray(found.size);
	}
	return {out: streams.stdout, err: streams.stderr};
}
