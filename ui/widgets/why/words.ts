import type {Snapshot} from '../../../src/console/snapshot.js';
import {succeeded} from '../../../src/schedule.js';
import {age, clock, count} from '../../text/format.js';

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
	if (why?.until === undefined) return why?.evidence ?? [];
	const when = `expected to be done by ${clock(why.until, now)}`;
	const late = now > why.until ? `was ${when}, ${age((now - why.until) / 1000)} ago` : when;
	return [...why.evidence, late];
}

/** The safe next step. */
export function advice(snapshot: Snapshot): string {
	switch (snapshot.state) {
		case 'paused':
			return pausedAdvice(snapshot);
		case 'asked':
			return "Reboot the node to enter maintenance mode; 'umm off' withdraws the request.";
		case 'disabled':
			return "Nothing to do here; 'umm enable' enables umm.";
		case 'operational':
			return "Nothing to do here; 'umm on' asks for maintenance mode.";
	}
}

function pausedAdvice({commands}: Snapshot): string {
	const running = commands.find(({state}) => state === 'running');
	if (running) return `Wait for command ${running.id}, it is still running.`;
	const waiting = commands.filter(({state}) => state === 'waiting').length;
	const failed = commands.findLast((command) => command.state === 'done' && !succeeded(command));
	const rest = waiting === 0 ? '' : ` (${count(waiting, 'command')} did not run yet)`;
	if (failed) return `Look at what command ${failed.id} printed, it failed${rest}; then Resume.`;
	if (waiting > 0) return `${count(waiting, 'command')} did not run yet. Resume lets this boot go on all the same.`;
	return 'When you are done, Resume lets this boot go on. It needs no second reboot.';
}
