import xterm from '@xterm/headless';
import test from 'ava';
import {rowChange} from '../../../ui/terminal/row-change.js';

/** The first row of a terminal after some writes: its text, and each cell's style. */
async function shown(...writes: readonly string[]) {
	const terminal = new xterm.Terminal({cols: 40, rows: 3, allowProposedApi: true});
	for (const text of writes) await new Promise<void>((resolve) => terminal.write(text, resolve));
	const line = terminal.buffer.active.getLine(0);
	const styles = Array.from({length: 40}, (_, column) => {
		const cell = line?.getCell(column);
		return [cell?.getChars() || ' ', cell?.isBold(), cell?.isDim(), cell?.isInverse(), cell?.getFgColor()].join();
	});
	return styles.map((style) => style.replace(/^ ,.*,0,/, ' ,'));
}

const rows = [
	'',
	'plain text',
	'plain next',
	'\x1b[1mbold\x1b[22m text \x1b[2mmuted\x1b[22m',
	'\x1b[1mbold\x1b[22m text \x1b[7mmuted\x1b[27m',
	'\x1b[1m\x1b[31mred\x1b[39m\x1b[22m ● running   \x1b[30m\x1b[43m PAUSED \x1b[49m\x1b[39m 48 s',
	'\x1b[1m\x1b[31mred\x1b[39m\x1b[22m ● running   \x1b[30m\x1b[43m PAUSED \x1b[49m\x1b[39m 49 s',
	'部品を 48 s',
	'部品を 49 s',
	'a e\u0301 b',
	'a e b',
];

test('whatever a row was, it becomes what it is to be', async (t) => {
	for (const before of rows) {
		for (const after of rows) {
			const changed = await shown(before, rowChange(before, after, 1));
			t.deepEqual(changed, await shown(after), `${JSON.stringify(before)} to ${JSON.stringify(after)}`);
		}
	}
});

test('of a clock, the digits are sent that change', (t) => {
	t.is(rowChange('since 03:12:44, 48 s', 'since 03:12:44, 49 s', 2), '\x1b[2;18H\x1b[0m9');
	t.is(rowChange('same', 'same', 1), '');
	t.is(rowChange('\x1b[1m\x1b[22msame', 'same', 1), '');
	t.is(rowChange(undefined, 'new', 3), '\x1b[3;1H\x1b[0m\x1b[2Knew');
});
