import type {Node} from '../lab/node.js';
import {until} from '../lab/poll.js';

/** A scheduled command, as `umm schedule show --json` tells. */
export interface Scheduled {
	readonly id: number;
	readonly command: string;
	readonly state: string;
	readonly run: {
		readonly boot: string;
		readonly started: string;
		readonly ended: string | null;
		readonly seconds: number | null;
		readonly outcome: string | null;
		readonly status: number | null;
		readonly signal: string | null;
	} | null;
}

/** Run a command that must succeed. @returns what it printed. */
export async function must(node: Node, command: string): Promise<string> {
	const {status, stdout, stderr} = await node.ssh(command);
	if (status !== 0) throw new Error(`${command}: exit status ${status}\n${stdout}\n${stderr}`);
	return stdout;
}

/** `umm schedule add`. @returns the command's number. */
export async function add(node: Node, command: string, options = ''): Promise<number> {
	const quoted = `'${command.replaceAll("'", "'\\''")}'`;
	return JSON.parse(await must(node, `umm schedule add --json ${options} -- ${quoted}`)).command.id;
}

export async function show(node: Node, id: number): Promise<Scheduled> {
	return JSON.parse(await must(node, `umm schedule show --json ${id}`)).command;
}

export async function list(node: Node): Promise<readonly Scheduled[]> {
	return JSON.parse(await must(node, 'umm schedule list --json')).commands;
}

/** Wait until a command is in a state. @returns it. */
export async function reaches(node: Node, id: number, state: string, timeout = 60): Promise<Scheduled> {
	let last = '';
	const there = async () => {
		const command = await show(node, id);
		last = JSON.stringify(command);
		return command.state === state ? command : undefined;
	};
	return until(there, {timeout, what: `command ${id} is ${state}`}).catch((error: Error) => {
		throw new Error(`${error.message}: ${last}`);
	});
}

/** Wait until nothing runs and the queue has ended. */
export async function idle(node: Node): Promise<void> {
	const over = async () => (await node.ssh('systemctl is-active umm-queue.service')).stdout === 'inactive';
	await until(over, {timeout: 60, what: `the queue of ${node.name} is idle`});
}
