import {type Act, actOf, type Binding, helpKeys, useKeys, useMouse, usePaste} from '../../keymap.js';
import {buttonAt} from '../../widgets/buttons/buttons.js';
import type {DialogButton} from '../../widgets/dialog/buttons.js';
import type {DialogHandles} from '../../widgets/dialog/use-dialog.js';
import type {OutputPane} from '../../widgets/output/use-output-pane.js';
import type {Scroll} from '../../widgets/rows/scroll.js';
import {type Tab, tabAt} from '../../widgets/tabs/tabs.js';
import type {Choice} from './choices.js';
import type {Deed} from './deed.js';
import {formAfter, pastedInto} from './form.js';
import type {Frame} from './frame.js';
import {type Found, searchAfter} from './palette.js';
import type {Pane} from './panes/pane.js';
import type {PromptHandles} from './use-prompt.js';
import type {View, ViewEvent} from './view.js';

interface Options {
	readonly view: View;
	readonly send: (event: ViewEvent) => void;
	readonly dialogs: DialogHandles;
	readonly prompt: PromptHandles;
	readonly output: OutputPane;
	readonly help: Scroll;
	/** What the palette has found. */
	readonly matches: readonly Found[];
	readonly pane: Pane;
	/** The pane of the commands, which obeys their keys also where another one is looked at. */
	readonly commands: Pane;
	readonly screenBindings: readonly Binding[];
	readonly frame: Frame;
	readonly tabs: readonly Tab[];
	readonly buttons: readonly Choice[];
	/** The button of the dialog at a place under the tabs. */
	readonly buttonOfDialog: (at: {readonly row: number; readonly column: number}) => DialogButton | undefined;
	readonly deedOf: (act: Act) => Deed | undefined;
	readonly onLeave: (end: 'leave') => void;
	readonly onRepaint: () => void;
}

const noInterrupt = 'This is not cut short from here; it goes on even if the connection is lost.';

/** Keys, pasted text and the mouse go to what is on top: a dialog, a question, what is laid over the pane, the pane. */
export function useConsoleInput(options: Options): void {
	const {view, send, dialogs, prompt, output, help, matches, pane, commands, screenBindings, frame, tabs, buttons} =
		options;
	const {buttonOfDialog, deedOf, onLeave, onRepaint} = options;
	const {active, overlay} = view;
	const {dialog, open} = dialogs;
	const lay = (overlay: View['overlay']) => send({type: 'lay', overlay});

	const doAct = (act: Act): unknown => {
		if (pane.press(act)) return undefined;
		const deed = deedOf(act);
		switch (deed?.do) {
			case 'look':
				return send(deed.event);
			case 'open':
				return open(deed.subject);
			case 'act':
				return doAct(deed.act);
			case 'command':
				return commands.press(deed.act);
			case 'leave':
				return onLeave('leave');
			case 'repaint':
				return onRepaint();
			case undefined:
				return undefined;
		}
	};

	const pressOverlay = (key: string, overlay: NonNullable<View['overlay']>): unknown => {
		switch (overlay.kind) {
			case 'form': {
				const next = formAfter(overlay.form, key);
				if (next !== undefined && !('plan' in next)) return lay({kind: 'form', form: next});
				lay(undefined);
				return next && open('maintenance', {plan: next.plan});
			}
			case 'palette': {
				const next = searchAfter(overlay, key, matches);
				if (next !== undefined && 'line' in next) return lay({kind: 'palette', ...next});
				lay(undefined);
				return next?.act && doAct(next.act);
			}
			case 'help': {
				const act = actOf(helpKeys, key);
				return act === 'cancel' ? lay(undefined) : act && help.press(act);
			}
		}
	};

	useKeys((key): unknown => {
		send({type: 'say', note: dialog?.stage === 'working' ? noInterrupt : undefined});
		if (key === 'ctrl+l') return onRepaint();
		if (dialog) return dialogs.press(key);
		if (prompt.question) return prompt.press(key);
		if (output.isTyping && (active === 'overview' || active === 'commands')) return output.type(key);
		if (overlay) return pressOverlay(key, overlay);
		const act = actOf([...pane.bindings, ...screenBindings], key);
		return act && doAct(act);
	});

	usePaste((text): unknown => {
		if (prompt.question && !dialog) return prompt.paste(text);
		if (overlay?.kind === 'form' && !dialog) return lay({kind: 'form', form: pastedInto(overlay.form, text)});
		return send({type: 'say', note: 'What is pasted presses no keys; it is taken where text is asked for.'});
	});

	useMouse(({kind, row, column}): unknown => {
		if (dialog) {
			const button = kind === 'press' && buttonOfDialog({row: row - frame.top, column});
			return button && dialogs.press(button.key);
		}
		if (prompt.question) return undefined;
		if (overlay) return overlay.kind === 'help' && kind !== 'press' && help.by(kind === 'wheel-up' ? -3 : 3);
		if (kind === 'wheel-up' || kind === 'wheel-down') return pane.wheel(kind === 'wheel-up' ? -3 : 3);
		if (frame.hasTabs && row === 1) {
			const name = tabAt(tabs, column);
			return name && send({type: 'show', pane: name});
		}
		if (frame.hasButtons && row === frame.rows - 2) {
			const index = buttonAt(buttons, frame.columns, column);
			const act = index === undefined ? undefined : buttons[index]?.act;
			return act && doAct(act);
		}
		const act = pane.click?.({row: row - frame.top, column});
		return act && doAct(act);
	});
}
