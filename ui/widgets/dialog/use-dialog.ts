import {useEffect, useReducer, useRef, useState} from 'react';
import type {Confirmed, ConsoleActions} from '../../../src/console/snapshot.js';
import {messageOf, UmmError} from '../../../src/errors.js';
import type {NodeState} from '../../../src/machine/state.js';
import {actOf, type Binding, confirmKeys, countdownKeys, failureKeys, successKeys} from '../../keymap.js';
import {oneLine} from '../../text/sanitise.js';
import {type About, canConfirm, countdown, type Dialog, dialogReducer, type Subject} from './state.js';
import {closing, confirmLabel, declineLabel, ownLines} from './words.js';

export interface DialogHandles {
	readonly dialog: Dialog | undefined;
	/** Rows that its text is scrolled by. */
	readonly scrolled: number;
	open(subject: Subject, about?: About): void;
	/** A key that was pressed while the dialog is shown. */
	press(key: string): void;
}

interface Options {
	readonly actions: ConsoleActions;
	readonly host: string;
	readonly state: NodeState | undefined;
	/** The console is to end. */
	readonly onLeave: (end: 'leave' | 'shell') => void;
	/** An action has ended, well or badly. */
	readonly onChange: () => void;
	/** An action is done that needs no dialog to say so; what it did, in a few words. */
	readonly onDone: (note: string) => void;
}

/** Milliseconds after which what will happen is looked at again. */
const lookAgain = 1000;

/** The keys of a dialog. */
export function dialogKeys({stage, subject}: Dialog): readonly Binding[] {
	return {
		asking: confirmKeys(confirmLabel[subject], declineLabel(subject)),
		counting: countdownKeys,
		working: [],
		failed: failureKeys,
		done: successKeys,
	}[stage];
}

/** The dialog and what it sets off. */
export function useDialog({actions, host, state, onLeave, onChange, onDone}: Options): DialogHandles {
	const [dialog, send] = useReducer(dialogReducer, undefined);
	const [scrolled, setScrolled] = useState(0);
	const asking = dialog?.stage === 'asking' ? dialog.subject : undefined;
	const plan = dialog?.about?.plan;

	useEffect(() => {
		setScrolled(0);
		if (asking === undefined || ownLines(asking, {}, host, state) !== undefined) return;
		let isOver = false;
		let timer: NodeJS.Timeout | undefined;
		const look = async () => {
			const event = await actions.consequences(asking as Confirmed, plan).then(
				(lines) => ({type: 'consequences', subject: asking, lines: lines.map(oneLine)}) as const,
				(error: unknown) => ({type: 'no-consequences', subject: asking, trouble: oneLine(messageOf(error))}) as const,
			);
			if (isOver) return;
			send(event);
			timer = setTimeout(look, lookAgain);
		};
		void look();
		return () => {
			isOver = true;
			clearTimeout(timer);
		};
	}, [actions, asking, plan, host, state]);

	const run = async (subject: Subject, about: About = {}) => {
		send({type: 'start'});
		try {
			const note = await act(actions, subject, about, (line) => send({type: 'progress', line: oneLine(line)}));
			send({type: 'done'});
			if (closing(subject) === undefined) {
				send({type: 'close'});
				onDone(note);
			}
		} catch (error) {
			const hints = error instanceof UmmError ? error.hints : ['this is a fault of umm; a shell still works'];
			send({type: 'failed', message: oneLine(messageOf(error)), hints: hints.map(oneLine)});
		}
		onChange();
	};

	const confirm = () => {
		if (dialog?.stage !== 'asking' || !canConfirm(dialog)) return;
		if (dialog.subject === 'leave' || dialog.subject === 'shell') onLeave(dialog.subject);
		else if (countdown(dialog.subject) > 0) send({type: 'count', left: countdown(dialog.subject)});
		else void run(dialog.subject, dialog.about);
	};

	const left = dialog?.stage === 'counting' ? dialog.left : undefined;
	const latest = useRef(run);
	latest.current = run;
	useEffect(() => {
		if (left === undefined || !dialog) return;
		const {subject, about} = dialog;
		const tick = () => (left > 1 ? send({type: 'count', left: left - 1}) : void latest.current(subject, about));
		const timer = setTimeout(tick, 1000);
		return () => clearTimeout(timer);
	}, [left, dialog]);

	const scroll = (by: number) => setScrolled((scrolled) => Math.max(0, scrolled + by));

	const press = (key: string) => {
		if (dialog === undefined) return;
		const act = actOf(dialogKeys(dialog), key);
		if (act === 'up') scroll(-1);
		else if (act === 'down') scroll(1);
		else if (act === 'page-up') scroll(-5);
		else if (act === 'page-down') scroll(5);
		else if (act === 'top') setScrolled(0);
		else if (act === 'end') setScrolled(1000);
		else if (dialog.stage === 'asking') {
			if (act === 'confirm' || (act === 'press' && dialog.focus === 'confirm')) confirm();
			else if (act === 'next-button' || act === 'previous-button') send({type: 'move'});
			else if (act === 'cancel' || act === 'press') send({type: 'close'});
		} else if (dialog.stage === 'counting' && act === 'confirm') void run(dialog.subject, dialog.about);
		else if (act === 'leave') onLeave('leave');
		else if (act !== undefined) send({type: 'close'});
	};

	const open = (subject: Subject, about: About = {}) => {
		send({type: 'open', subject, about});
		const lines = ownLines(subject, about, host, state);
		if (lines) send({type: 'consequences', subject, lines: lines.map(oneLine)});
	};

	return {dialog, scrolled, open, press};
}

/* Does what a dialog is about. @returns what was done, in a few words. */
async function act(
	actions: ConsoleActions,
	subject: Subject,
	{command, plan}: About,
	progress: (line: string) => void,
): Promise<string> {
	const id = command?.id ?? 0;
	switch (subject) {
		case 'resume':
			await actions.resume(progress);
			return 'resumed';
		case 'reboot':
			await actions.reboot(progress);
			return 'rebooting';
		case 'maintenance':
			if (plan) await actions.maintenance?.(plan, progress);
			return 'entering maintenance mode';
		case 'withdraw':
			await actions.withdraw?.(progress);
			return 'The request is withdrawn.';
		case 'enable':
			await actions.enable?.();
			return 'umm is enabled.';
		case 'disable':
			await actions.disable?.();
			return 'umm is disabled.';
		case 'cut-power':
			await actions.cutPower?.();
			return 'The power was cut, and the node was switched on again.';
		case 'cancel-command':
			await actions.commands?.cancel(id);
			return `Command ${id} is cancelled.`;
		case 'stop-command':
			await actions.commands?.stop(id);
			return `Command ${id} is stopped.`;
		case 'again':
			return `Command ${id} runs again as command ${await actions.commands?.again(id)}.`;
		case 'shell':
		case 'leave':
			return '';
	}
}
