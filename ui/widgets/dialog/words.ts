import type {NodeState} from '../../../src/machine/state.js';
import type {Dialog, Subject} from './state.js';

/** The button that confirms. */
export const confirmLabel: Readonly<Record<Subject, string>> = {
	resume: 'Resume',
	reboot: 'Reboot',
	shell: 'Shell',
	leave: 'Leave',
};

/** A dialog's heading. */
export function title({stage, subject}: Dialog, host: string, state: NodeState | undefined): string {
	const titles: Readonly<Record<Subject, Readonly<Record<Dialog['stage'], string>>>> = {
		resume: {
			asking: `Resume ${host}?`,
			working: `Resuming ${host}`,
			failed: `${host} was not resumed`,
			done: state === 'operational' ? `Resumed: ${host} is operational` : `Resumed: the boot of ${host} goes on`,
		},
		reboot: {
			asking: `Reboot ${host}?`,
			working: `Rebooting ${host}`,
			failed: `${host} was not rebooted`,
			done: `${host} reboots now`,
		},
		shell: {
			asking: 'Open a shell?',
			working: 'Opening a shell',
			failed: 'No shell was opened',
			done: 'A shell was opened',
		},
		leave: {asking: 'Leave the console?', working: 'Leaving', failed: 'Not left', done: 'Left'},
	};
	return titles[subject][stage];
}

/** What a dialog that is done adds. */
export function closing(subject: Subject): string {
	return subject === 'reboot'
		? 'This session ends when the node goes down.'
		: 'Your session stays; the console has nothing more to do.';
}

/** What leaving does, in each state. */
export function leaveLines(host: string, state: NodeState | undefined): readonly string[] {
	return state === 'paused'
		? [`This session ends; ${host} stays in maintenance mode, and its scheduled commands go on.`]
		: [];
}
