import type {Button} from '../buttons/buttons.js';
import type {Dialog} from './state.js';
import {confirmLabel, declineLabel} from './words.js';

/** A button of a dialog, and the key that does the same. */
export type DialogButton = Button & {readonly key: string};

/** The buttons of a dialog; the safe one is the first. */
export function dialogButtons({stage, subject}: Dialog): readonly DialogButton[] {
	switch (stage) {
		case 'asking':
			return [
				{label: declineLabel(subject), key: 'n'},
				{label: confirmLabel[subject], key: 'y'},
			];
		case 'counting':
			return [{label: 'Call it off', key: 'n'}];
		case 'working':
			return [];
		case 'failed':
			return [{label: 'Close', key: 'enter'}];
		case 'done':
			return [{label: 'Leave', key: 'enter'}];
	}
}
