import {
	type Binding,
	bootKeys,
	commandActionKeys,
	commandKeys,
	confirmKeys,
	countdownKeys,
	keyLabel,
	screenKeys,
	scrollKeys,
	settingKeys,
} from './keymap.js';
import {outputKeys, promptKeys} from './widgets/output/keys.js';

const code = (key: string) => (key === '`' ? '`` ` ``' : `\`${keyLabel(key)}\``);

const table = (title: string, bindings: readonly Binding<string>[]) =>
	`\n## ${title}\n\n| key | what it does |\n| --- | --- |\n${bindings
		.map(({keys, help}) => `| ${keys.map(code).join(' ')} | ${help} |\n`)
		.join('')}`;

/** docs/keys.md: all keys of the console, from the data that it obeys. */
export function keysPage(): string {
	return [
		'# Keys of the console\n\n',
		'Made from ui/keymap.ts by `npm run screenshots`; `?` in the console shows those that mean something at the moment.\n',
		'The mouse chooses tabs, rows and buttons, and its wheel scrolls; most terminals select text with Shift held.\n',
		table('Everywhere', screenKeys),
		table('Overview: commands', commandKeys),
		table('Commands', commandActionKeys),
		table('Output', outputKeys),
		table('The text to search for', promptKeys),
		table('Boots', bootKeys),
		table('Settings', settingKeys),
		table('Node, People, Doctor, Help', scrollKeys),
		table('A question', confirmKeys('do it', 'do not')),
		table('Before a reboot', countdownKeys),
	].join('');
}
