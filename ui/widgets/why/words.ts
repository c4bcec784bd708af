import type {Snapshot} from '../../../src/console/snapshot.js';
import {age, count} from '../../text/format.js';
import {succeeded} from '../commands/state.js';

/** Why the node is in its state, in one sentence. */
export function sentence({state, why}: Snapshot): string {
	switch (state) {
		case 'paused':
			return why?.sentence ?? 'This boot is held, but it is not known why.';
		case 'asked':
			return why?.sentence ?? 'Maintenance mode is asked for: the next boot will be held.';
		case 'disabled':
			return 'umm is disabled on this node: no boot will be held.';
		case 'operational':
			return 'This node is operational: its boot went all the way, and nothing is held.';
	}
}

/** What the sentence rests on, a line each. */
export function evidence({why, now}: Snapshot): readonly string[] {
	if (why === undefined) return [];
	if (why.until === undefined || now <= why.until) return why.evidence;
	return [`late: it was expected to be done ${age((now - why.until) / 1000)} ago`, ...why.evidence];
}

/** The safe next step. */
export function advice(snapshot: Snapshot | undefined): string {
	switch (snapshot?.state) {
		case undefined:
			return "Open a Shell and look: 'umm status' and 'umm off' do without this console.";
		case 'paused':
			return pausedAdvice(snapshot);
		case 'asked':
			return 'The node reboots into maintenance mode; Withdraw calls that off, if it is not too late.';
		case 'disabled':
			return 'Enable umm, when boots of this node are to be held again.';
		case 'operational':
			return 'Nothing has to be done; m enters maintenance mode.';
	}
}

function pausedAdvice({commands, why, boots = []}: Snapshot): string {
	const running = commands.find(({state}) => state === 'running');
	if (running) return `Wait: command ${running.id} still runs.`;
	const waiting = commands.filter(({state}) => state === 'waiting').length;
	const failed = commands.findLast((command) => command.state === 'done' && !succeeded(command));
	const rest = waiting === 0 ? '' : ` (${count(waiting, 'command')} did not run yet)`;
	if (failed) return `Read what command ${failed.id} printed, it failed${rest}; then Resume.`;
	if (waiting > 0) return `${count(waiting, 'command')} did not run yet; Resume lets the boot go on without.`;
	if (why?.held === 'emergency') return 'Open a Shell and repair what failed; Resume tries it again.';
	if (why?.held === 'counter') {
		const look = boots.some(({end}) => end === 'unclean')
			? 'Read what the boots that died left behind (key 2), mend it'
			: 'Find out why boots fail';
		return `${look} in a Shell; then Resume.`;
	}
	return 'Resume, when you are done; the boot goes on without a second reboot.';
}
