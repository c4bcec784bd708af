/* What umm costs at a boot under each init system, by the clock of this machine: boots of one node by turns. */
import type {Node} from '../e2e/lab/node.js';
import type {Rack} from '../e2e/lab/rack.js';
import type {Init} from '../e2e/lab/rootfs.js';
import {installUmm, status} from '../e2e/support/umm.js';
import {type Figure, ratio} from './figures.js';
import {summarise} from './statistics.js';

/** Of three boots each: a held one, an ordinary one with umm, an ordinary one without. */
const rounds = 3;

/** Switch it off and on. @returns milliseconds from power-on to ssh. */
async function boot(node: Node, wordsOnce: readonly string[] = []): Promise<number> {
	await node.powerOff();
	node.start({wordsOnce});
	return (await node.waitSsh()) * 1000;
}

/** An ordinary boot. @returns milliseconds from power-on to ssh, and to the end of the default target or runlevel. */
async function ordinary(node: Node): Promise<{ssh: number; total: number}> {
	const ssh = await boot(node);
	const {status} = await node.exec('until /usr/lib/umm/gate operational; do sleep 0.05; done', {timeout: 60});
	if (status !== 0) throw new Error(`${node.name} does not become operational`);
	return {ssh, total: Date.now() - (node.boots.at(-1)?.startedAt ?? 0)};
}

/** The ratio of two medians, whose value is the median of the ratios of each round. */
function byRound(name: string, measured: readonly number[], floor: readonly number[], limit: number): Figure {
	const ratios = measured.map((value, round) => value / (floor[round] ?? Number.NaN));
	return {...ratio(name, summarise(measured), summarise(floor), limit), value: summarise(ratios).median};
}

/** The figures of one init system; takes a minute or two. */
export async function initFigures(rack: Rack, init: Init): Promise<readonly Figure[]> {
	const node = await rack.node({init});
	await installUmm(node);
	const times: Record<'total' | 'without' | 'ssh' | 'held', number[]> = {total: [], without: [], ssh: [], held: []};
	for (let round = 0; round < rounds; round++) {
		await node.exec('umm install');
		times.held.push(await boot(node, ['umm']));
		if ((await status(node)) !== 'umm') throw new Error(`${node.name} is not paused`);
		const withUmm = await ordinary(node);
		times.total.push(withUmm.total);
		times.ssh.push(withUmm.ssh);
		await node.exec('umm uninstall');
		times.without.push((await ordinary(node)).total);
	}
	await node.powerOff();
	return [
		byRound(`${init}: power-on to ssh, paused, over an ordinary boot`, times.held, times.ssh, 1.2),
		byRound(`${init}: an ordinary boot with umm, over one without`, times.total, times.without, 1.1),
	];
}
