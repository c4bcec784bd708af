/** What a dialog is about. */
export type Subject = 'resume' | 'reboot' | 'shell' | 'leave';

/** A dialog: it asks; the action runs; it failed, or it is done. */
export type Dialog =
	| {
			readonly stage: 'asking';
			readonly subject: Subject;
			/** What will happen, once that is known. */
			readonly lines?: readonly string[];
			/** Why it is not known. */
			readonly trouble?: string;
			readonly focus: 'cancel' | 'confirm';
	  }
	| {readonly stage: 'working'; readonly subject: Subject; readonly progress: readonly string[]}
	| {
			readonly stage: 'failed';
			readonly subject: Subject;
			readonly message: string;
			readonly hints: readonly string[];
			readonly progress: readonly string[];
	  }
	| {readonly stage: 'done'; readonly subject: Subject};

export type DialogEvent =
	| {readonly type: 'open'; readonly subject: Subject}
	| {readonly type: 'consequences'; readonly subject: Subject; readonly lines: readonly string[]}
	| {readonly type: 'no-consequences'; readonly subject: Subject; readonly trouble: string}
	| {readonly type: 'move'}
	| {readonly type: 'start'}
	| {readonly type: 'progress'; readonly line: string}
	| {readonly type: 'failed'; readonly message: string; readonly hints: readonly string[]}
	| {readonly type: 'done'}
	| {readonly type: 'close'};

/** Lines of progress that are kept. */
const progressKept = 50;

/** A dialog opens on its safe button, and can be confirmed only after it has said what will happen. */
export function dialogReducer(dialog: Dialog | undefined, event: DialogEvent): Dialog | undefined {
	if (event.type === 'open') return dialog ?? {stage: 'asking', subject: event.subject, focus: 'cancel'};
	if (event.type === 'close') return dialog?.stage === 'working' ? dialog : undefined;
	if (dialog?.stage === 'asking') {
		if (event.type === 'move') return {...dialog, focus: dialog.focus === 'cancel' ? 'confirm' : 'cancel'};
		if (event.type === 'start') {
			return canConfirm(dialog) ? {stage: 'working', subject: dialog.subject, progress: []} : dialog;
		}
		if (event.type === 'consequences' && event.subject === dialog.subject) return {...dialog, lines: event.lines};
		if (event.type === 'no-consequences' && event.subject === dialog.subject) {
			return {...dialog, trouble: event.trouble};
		}
	}
	if (dialog?.stage === 'working') {
		const {subject, progress} = dialog;
		if (event.type === 'progress') return {...dialog, progress: [...progress, event.line].slice(-progressKept)};
		if (event.type === 'done') return {stage: 'done', subject};
		if (event.type === 'failed') {
			return {stage: 'failed', subject, message: event.message, hints: event.hints, progress};
		}
	}
	return dialog;
}

/** Whether a dialog has said what will happen, or that this can't be known. */
export function canConfirm(dialog: Dialog | undefined): boolean {
	return dialog?.stage === 'asking' && (dialog.lines !== undefined || dialog.trouble !== undefined);
}
