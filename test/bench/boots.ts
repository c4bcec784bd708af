/* What umm costs at a boot: one real node, ordinary boots with and without umm by turns, then held ones. */
import type {Node} from '../e2e/lab/node.js';
import {operational, status} from '../e2e/support/umm.js';
import {type Figure, ratio} from './figures.js';
import {type Summary, summarise} from './statistics.js';

/** Pairs of ordinary boots, with umm and without: one boot differs from the next by more than umm costs. */
const pairs = 60;
/** Of so many of them the one with umm is followed by a held boot. */
const heldBoots = 20;

/** Milliseconds of the monotonic clock at which a unit became active, or left the inactive state. */
async function moments(node: Node, unit: string): Promise<{left: number; active: number}> {
	const {stdout} = await node.exec(
		`systemctl show -p InactiveExitTimestampMonotonic -p ActiveEnterTimestampMonotonic ${unit}`,
	);
	const value = (name: string) => Number(new RegExp(`^${name}=(\\d+)`, 'm').exec(stdout)?.[1]) / 1000;
	return {left: value('InactiveExitTimestampMonotonic'), active: value('ActiveEnterTimestampMonotonic')};
}

/** Milliseconds of the monotonic clock at which systemd was started. */
async function userspace(node: Node): Promise<number> {
	const {stdout} = await node.exec('systemctl show -p UserspaceTimestampMonotonic --value');
	return Number(stdout) / 1000;
}

interface Ordinary {
	/** From the start of systemd to the default target. */
	readonly total: number;
	/** From sysinit.target to the default target: what a held boot leaves out. */
	readonly rest: number;
	/** From power-on to ssh. */
	readonly ssh: number;
}

async function ordinary(node: Node): Promise<Ordinary> {
	await node.powerOff();
	node.start();
	const ssh = (await node.waitSsh()) * 1000;
	await operational(node);
	const {active} = await moments(node, 'graphical.target');
	const sysinit = await moments(node, 'sysinit.target');
	return {total: active - (await userspace(node)), rest: active - sysinit.active, ssh};
}

async function held(node: Node): Promise<{ssh: number; resume: number}> {
	await node.powerOff();
	node.start({words: ['umm']});
	const ssh = (await node.waitSsh()) * 1000;
	if ((await status(node)) !== 'umm') throw new Error('the node is not paused');
	const {stdout} = await node.exec('cut -d" " -f1 /proc/uptime; systemctl is-active umm.target');
	if (!stdout.endsWith('active')) throw new Error('umm.target is not active');
	// The clock of systemd's timestamps; read in the guest right before the gate is called.
	const clock = `perl -MTime::HiRes=clock_gettime,CLOCK_MONOTONIC -e 'print 1000 * clock_gettime(CLOCK_MONOTONIC)'`;
	const asked = Number((await node.exec(`${clock} && /usr/lib/umm/gate resume >&2`)).stdout);
	await operational(node);
	const {active} = await moments(node, 'graphical.target');
	return {ssh, resume: active - asked};
}

/** No process of Node.js in an ordinary boot: the kernel's count of those that ever started, by its accounting name. */
async function nodeProcesses(node: Node): Promise<Summary> {
	await node.powerOff();
	// Whoever starts the runtime leaves a trace: for one boot it is a script.
	const runtime = '/usr/lib/umm/node';
	await node.files.write('/root/trace', '#!/bin/sh\necho "$@" >>/run/node-started\n');
	node.start();
	await node.waitSsh();
	await operational(node);
	await node.exec(`mv ${runtime} ${runtime}.kept && install -m 755 /root/trace ${runtime}`);
	await node.powerOff();
	node.start();
	await node.waitSsh();
	await operational(node);
	const {stdout} = await node.exec('cat /run/node-started 2>/dev/null | wc -l');
	await node.exec(`mv ${runtime}.kept ${runtime}`);
	return summarise([Number(stdout)]);
}

/** The figures of boots; takes some minutes. @param node operational, with umm installed. */
export async function bootFigures(node: Node): Promise<readonly Figure[]> {
	await node.exec('umm config set COUNTER_RESET_TIME=1s');
	const times: Record<'total' | 'without' | 'rest' | 'ssh' | 'heldSsh' | 'resume' | 'added', number[]> = {
		total: [],
		without: [],
		rest: [],
		ssh: [],
		heldSsh: [],
		resume: [],
		added: [],
	};
	for (let pair = 0; pair < pairs; pair++) {
		await node.exec('umm install');
		const withUmm = await ordinary(node);
		times.total.push(withUmm.total);
		if (pair < heldBoots) {
			const paused = await held(node);
			times.rest.push(withUmm.rest);
			times.ssh.push(withUmm.ssh);
			times.heldSsh.push(paused.ssh);
			times.resume.push(paused.resume);
		}
		await node.exec('umm uninstall');
		const without = await ordinary(node);
		times.without.push(without.total);
		times.added.push(withUmm.total - without.total);
	}
	await node.exec('umm install');
	const [total, without, added] = [summarise(times.total), summarise(times.without), summarise(times.added)];
	const started = await nodeProcesses(node);
	return [
		{
			name: 'time to the default target: with umm less without, pair by pair',
			measured: total,
			floor: without,
			unit: 'ms',
			value: added.median,
			limit: 15,
		},
		{
			name: 'processes of Node.js in an ordinary boot',
			measured: started,
			unit: 'processes',
			value: started.median,
			limit: 0,
		},
		ratio('power-on to ssh, paused, over an ordinary boot', summarise(times.heldSsh), summarise(times.ssh), 1.2),
		ratio(
			'resume to the default target, over sysinit to there in an ordinary boot',
			summarise(times.resume),
			summarise(times.rest),
			1.1,
		),
	];
}
