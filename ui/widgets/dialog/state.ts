import type {MaintenancePlan} from '../../../src/console/snapshot.js';
import type {ScheduledCommand} from '../../../src/schedule.js';

/** What a dialog can do. */
export type Subject =
	| 'resume'
	| 'reboot'
	| 'shell'
	| 'leave'
	| 'maintenance'
	| 'withdraw'
	| 'enable'
	| 'disable'
	| 'cut-power'
	| 'cancel-command'
	| 'stop-command'
	| 'again';

/** What a dialog is about, beside its subject. */
export interface About {
	/** A command. */
	readonly command?: Pick<ScheduledCommand, 'id' | 'command'>;
	/** The maintenance that is asked for. */
	readonly plan?: MaintenancePlan;
}

/** A dialog: it asks; it counts down to what ends sessions; the action runs; it failed, or it is done. */
export type Dialog = {readonly about?: About; readonly subject: Subject} & Stage;

type Stage =
	| {
			readonly stage: 'asking';
			/** What will happen, once that is known. */
			readonly lines?: readonly string[];
			/** Whether that has become something else since it was first shown. */
			readonly isNews?: boolean;
			/** Why it is not known. */
			readonly trouble?: string;
			readonly focus: 'cancel' | 'confirm';
	  }
	| {
			readonly stage: 'counting';
			/** Seconds until the action begins. */
			readonly left: number;
	  }
	| {readonly stage: 'working'; readonly progress: readonly string[]}
	| {
			readonly stage: 'failed';
			readonly message: string;
			readonly hints: readonly string[];
			readonly progress: readonly string[];
	  }
	| {readonly stage: 'done'; readonly progress: readonly string[]};

export type DialogEvent =
	| {readonly type: 'open'; readonly subject: Subject; readonly about?: About}
	| {readonly type: 'consequences'; readonly subject: Subject; readonly lines: readonly string[]}
	| {readonly type: 'no-consequences'; readonly subject: Subject; readonly trouble: string}
	| {readonly type: 'move'}
	| {readonly type: 'count'; readonly left: number}
	| {readonly type: 'start'}
	| {readonly type: 'progress'; readonly line: string}
	| {readonly type: 'failed'; readonly message: string; readonly hints: readonly string[]}
	| {readonly type: 'done'}
	| {readonly type: 'close'};

/** Seconds in which an action that ends sessions can still be called off; none for the others. */
export function countdown(subject: Subject): number {
	return subject === 'reboot' || subject === 'maintenance' ? 5 : 0;
}

/** Lines of progress that are kept. */
const progressKept = 50;

/** A dialog opens on its safe button, and can be confirmed only after it has said what will happen. */
export function dialogReducer(dialog: Dialog | undefined, event: DialogEvent): Dialog | undefined {
	if (event.type === 'open') {
		const {subject, about} = event;
		return dialog ?? {subject, ...(about && {about}), stage: 'asking', focus: 'cancel'};
	}
	if (event.type === 'close') return dialog?.stage === 'working' ? dialog : undefined;
	if (dialog?.stage === 'asking') {
		if (event.type === 'move') return {...dialog, focus: dialog.focus === 'cancel' ? 'confirm' : 'cancel'};
		if (event.type === 'start') return canConfirm(dialog) ? {...kept(dialog), stage: 'working', progress: []} : dialog;
		if (event.type === 'consequences' && event.subject === dialog.subject) return informed(dialog, event.lines);
		if (event.type === 'no-consequences' && event.subject === dialog.subject) {
			return dialog.trouble === event.trouble ? dialog : {...dialog, trouble: event.trouble};
		}
	}
	if (dialog?.stage === 'counting' && event.type === 'start') return {...kept(dialog), stage: 'working', progress: []};
	if (event.type === 'count' && (dialog?.stage === 'counting' || canConfirm(dialog))) {
		return dialog && {...kept(dialog), stage: 'counting', left: event.left};
	}
	if (dialog?.stage === 'working') {
		const {progress} = dialog;
		if (event.type === 'progress') return {...dialog, progress: [...progress, event.line].slice(-progressKept)};
		if (event.type === 'done') return {...kept(dialog), stage: 'done', progress};
		if (event.type === 'failed') {
			return {...kept(dialog), stage: 'failed', message: event.message, hints: event.hints, progress};
		}
	}
	return dialog;
}

/* What will happen is looked at again while it is asked: what somebody else does meanwhile is not overlooked. */
function informed(dialog: Dialog & {readonly stage: 'asking'}, lines: readonly string[]): Dialog {
	const {trouble, ...rest} = dialog;
	if (dialog.lines === undefined) return {...rest, lines};
	const isSame = lines.join('\n') === dialog.lines.join('\n');
	if (isSame) return trouble === undefined ? dialog : rest;
	return {...rest, lines, isNews: true, focus: 'cancel'};
}

const kept = ({subject, about}: Dialog) => ({subject, ...(about && {about})});

/** Whether a dialog has said what will happen, or that this can't be known. */
export function canConfirm(dialog: Dialog | undefined): boolean {
	return dialog?.stage === 'asking' && (dialog.lines !== undefined || dialog.trouble !== undefined);
}
