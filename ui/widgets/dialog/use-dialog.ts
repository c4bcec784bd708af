import {useEffect, useReducer} from 'react';
import type {ConsoleActions} from '../../../src/console/snapshot.js';
import {messageOf, UmmError} from '../../../src/errors.js';
import {actOf, type Binding, confirmKeys, failureKeys, successKeys} from '../../keymap.js';
import {oneLine} from '../../text/sanitise.js';
import {canConfirm, type Dialog, dialogReducer, type Subject} from './state.js';
import {confirmLabel} from './words.js';

export interface DialogHandles {
	readonly dialog: Dialog | undefined;
	open(subject: Subject): void;
	/** A key that was pressed while the dialog is shown. */
	press(key: string): void;
}

interface Options {
	readonly actions: ConsoleActions;
	/** What leaving does. */
	readonly leaveLines: readonly string[];
	/** The console is to end. */
	readonly onLeave: (end: 'leave' | 'shell') => void;
	/** An action has ended, well or badly. */
	readonly onChange: () => void;
}

/** The keys of a dialog. */
export function dialogKeys({stage, subject}: Dialog): readonly Binding[] {
	return {asking: confirmKeys(confirmLabel[subject]), working: [], failed: failureKeys, done: successKeys}[stage];
}

/** The dialog and what it sets off. */
export function useDialog({actions, leaveLines, onLeave, onChange}: Options): DialogHandles {
	const [dialog, send] = useReducer(dialogReducer, undefined);
	const asking = dialog?.stage === 'asking' ? dialog.subject : undefined;

	useEffect(() => {
		if (asking === undefined || asking === 'leave') return;
		actions.consequences(asking).then(
			(lines) => send({type: 'consequences', subject: asking, lines: lines.map(oneLine)}),
			(error: unknown) => send({type: 'no-consequences', subject: asking, trouble: oneLine(messageOf(error))}),
		);
	}, [actions, asking]);

	const run = async (subject: 'resume' | 'reboot') => {
		send({type: 'start'});
		try {
			await actions[subject]((line) => send({type: 'progress', line: oneLine(line)}));
			send({type: 'done'});
		} catch (error) {
			const hints = error instanceof UmmError ? error.hints : ['this is a fault of umm; a shell still works'];
			send({type: 'failed', message: oneLine(messageOf(error)), hints: hints.map(oneLine)});
		}
		onChange();
	};

	const confirm = () => {
		if (dialog?.stage !== 'asking' || !canConfirm(dialog)) return;
		if (dialog.subject === 'leave' || dialog.subject === 'shell') onLeave(dialog.subject);
		else void run(dialog.subject);
	};

	const press = (key: string) => {
		if (dialog === undefined) return;
		const act = actOf(dialogKeys(dialog), key);
		if (dialog.stage === 'asking') {
			if (act === 'confirm' || (act === 'press' && dialog.focus === 'confirm')) confirm();
			else if (act === 'next-button' || act === 'previous-button') send({type: 'move'});
			else if (act === 'cancel' || act === 'press') send({type: 'close'});
		} else if (act === 'leave') onLeave('leave');
		else if (act !== undefined) send({type: 'close'});
	};

	const open = (subject: Subject) => {
		send({type: 'open', subject});
		if (subject === 'leave') send({type: 'consequences', subject, lines: leaveLines});
	};

	return {dialog, open, press};
}
