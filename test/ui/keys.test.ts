import {readFile} from 'node:fs/promises';
import test from 'ava';
import {
	type Binding,
	bootKeys,
	commandActionKeys,
	commandKeys,
	confirmKeys,
	helpKeys,
	keyLabel,
	screenKeys,
	scrollKeys,
	settingKeys,
} from '../../ui/keymap.js';
import {keysPage} from '../../ui/keys-page.js';

test('docs/keys.md is what the keymap says', async (t) => {
	t.is(await readFile(new URL('../../../docs/keys.md', import.meta.url), 'utf8'), keysPage());
});

test('no pane has a key twice, nor one that the screen takes', (t) => {
	const groups: readonly (readonly Binding[])[] = [commandKeys, bootKeys, settingKeys, scrollKeys];
	for (const bindings of groups) {
		const keys = [...bindings, ...screenKeys].flatMap((binding) => binding.keys);
		t.deepEqual(
			keys.filter((key, index) => keys.indexOf(key) !== index),
			[],
		);
	}
});

test('with the commands the keys that change them come to those of the screen; adding one is the same key', (t) => {
	const screen = screenKeys.filter(({act}) => act !== 'add');
	const keys = [...commandActionKeys, ...commandKeys, ...screen].flatMap((binding) => binding.keys);
	t.is(new Set(keys).size, keys.length);
	t.deepEqual(screenKeys.find(({act}) => act === 'add')?.keys, commandActionKeys.find(({act}) => act === 'add')?.keys);
});

test('what destroys something is not done by one key: it asks', (t) => {
	const asks = confirmKeys('Reboot', 'Cancel');
	t.deepEqual(asks.find(({act}) => act === 'confirm')?.keys, ['y']);
	t.false(asks.some(({act, keys}) => act === 'confirm' && keys.includes('enter')));
	t.true(helpKeys.some(({act}) => act === 'cancel'));
});

test('keys are written as on a keyboard', (t) => {
	t.deepEqual(['ctrl+c', 'pageup', 'r', 'shift+tab'].map(keyLabel), ['Ctrl-C', 'PgUp', 'r', 'Shift-Tab']);
});
