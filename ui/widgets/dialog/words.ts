import type {NodeState} from '../../../src/machine/state.js';
import type {About, Dialog, Subject} from './state.js';

/** The button that confirms. */
export const confirmLabel: Readonly<Record<Subject, string>> = {
	resume: 'Resume',
	reboot: 'Reboot',
	shell: 'Shell',
	leave: 'Leave',
	maintenance: 'Enter maintenance mode',
	withdraw: 'Withdraw',
	enable: 'Enable umm',
	disable: 'Disable umm',
	'cut-power': 'Cut the power',
	'cancel-command': 'Cancel the command',
	'stop-command': 'Stop the command',
	again: 'Run it again',
};

/** The button that does nothing. */
export function declineLabel(subject: Subject): string {
	return subject === 'cancel-command' ? 'Keep it' : 'Cancel';
}

/** A dialog's heading. */
export function title(dialog: Dialog, host: string, state: NodeState | undefined): string {
	const {stage, subject, about} = dialog;
	if (stage === 'counting') return `${host} reboots in ${dialog.left} s`;
	const command = `command ${about?.command?.id ?? ''}`;
	const titles: Readonly<Record<Subject, Readonly<Record<Exclude<Dialog['stage'], 'counting'>, string>>>> = {
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
		maintenance: {
			asking: `Reboot ${host} into maintenance mode?`,
			working: `Entering maintenance mode on ${host}`,
			failed: 'Maintenance mode was not entered',
			done: `${host} reboots into maintenance mode`,
		},
		withdraw: {
			asking: 'Withdraw the request for maintenance mode?',
			working: 'Withdrawing the request',
			failed: 'The request was not withdrawn',
			done: 'The request is withdrawn',
		},
		enable: {
			asking: `Enable umm on ${host}?`,
			working: 'Enabling umm',
			failed: 'umm was not enabled',
			done: 'umm is enabled',
		},
		disable: {
			asking: `Disable umm on ${host}?`,
			working: 'Disabling umm',
			failed: 'umm was not disabled',
			done: 'umm is disabled',
		},
		'cut-power': {
			asking: `Cut the power of ${host}?`,
			working: 'The power is cut',
			failed: 'The node did not come back',
			done: 'The power was cut',
		},
		'cancel-command': {
			asking: `Cancel ${command}?`,
			working: `Cancelling ${command}`,
			failed: `${command} was not cancelled`,
			done: `${command} is cancelled`,
		},
		'stop-command': {
			asking: `Stop ${command}?`,
			working: `Stopping ${command}`,
			failed: `${command} was not stopped`,
			done: `${command} is stopped`,
		},
		again: {
			asking: `Run ${command} again?`,
			working: 'Storing the command',
			failed: `${command} does not run again`,
			done: `${command} will run again`,
		},
	};
	return titles[subject][stage];
}

/** What a dialog that is done adds; nothing where the console simply goes on. @param hasFailures whether units failed. */
export function closing(subject: Subject, hasFailures = false): string | undefined {
	if (subject === 'resume' && hasFailures) return 'Not all of it started. Your session stays; Esc shows the console.';
	if (subject === 'reboot' || subject === 'maintenance') return 'This session ends when the node goes down.';
	return subject === 'resume' ? 'Your session stays; the console has nothing more to do.' : undefined;
}

/** What will happen, where the node need not be asked for it. */
export function ownLines(
	subject: Subject,
	{command}: About,
	host: string,
	state: NodeState | undefined,
): readonly string[] | undefined {
	switch (subject) {
		case 'leave':
			return state === 'paused'
				? [`This session ends; ${host} stays in maintenance mode, and its scheduled commands go on.`]
				: [];
		case 'cut-power':
			return [
				'Every process of the simulated node is killed at this instant, and it is switched on again.',
				'This boot ends uncleanly. After too many of them the node pauses by itself.',
			];
		case 'cancel-command':
			return [`It has not run, and will not run: ${command?.command}`];
		case 'stop-command':
			return [
				`It runs now: ${command?.command}`,
				'It is sent TERM, and KILL if it has not ended after some seconds. What it has printed is kept.',
			];
		case 'again':
			return [`A copy of it is added at the end of the list: ${command?.command}`];
		default:
			return undefined;
	}
}
