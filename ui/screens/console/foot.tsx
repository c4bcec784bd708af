import {type Binding, helpKeys} from '../../keymap.js';
import type {Dialog} from '../../widgets/dialog/state.js';
import {dialogKeys} from '../../widgets/dialog/use-dialog.js';
import {Prompt} from '../../widgets/prompt/prompt.js';
import {StatusBar} from '../../widgets/status-bar/status-bar.js';
import type {Question} from './use-prompt.js';
import type {View} from './view.js';

interface Props {
	readonly question: Question | undefined;
	readonly dialog: Dialog | undefined;
	readonly view: View;
	readonly paneBindings: readonly Binding[];
	readonly screenBindings: readonly Binding[];
	readonly columns: number;
}

/** The last row: a line that is typed, or what the keys do now. */
export function Foot({question, dialog, view, paneBindings, screenBindings, columns}: Props) {
	const {overlay, note} = view;
	if (question) {
		return <Prompt label={question.label} line={question.line} trouble={question.trouble} columns={columns} />;
	}
	if (overlay?.kind === 'palette') return <Prompt label=":" line={overlay.line} columns={columns} />;
	const bindings = dialog
		? dialogKeys(dialog)
		: overlay
			? {help: helpKeys, form: []}[overlay.kind]
			: [...screenBindings.filter(isMain), ...paneBindings, ...screenBindings.filter((one) => !isMain(one))];
	return <StatusBar bindings={bindings} note={note} columns={columns} />;
}

/* What comes first: the ways on and out, then the keys of the pane. */
const isMain = ({act}: Binding) => act !== 'help' && act !== 'palette';
