import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {parseLedger, readLedger} from '../../../src/state/ledger.js';
import {ledgerLine, ledgerOf} from '../../backends/gate/node.js';
import {temporaryDirectory} from '../runs/node.js';

test('a boot of the ledger has all that the gate wrote', (t) => {
	const line = ledgerLine({
		boot: 'b1',
		start: '1700000000',
		held: 'request',
		count: '3',
		limit: '2',
		umm: 'disabled',
		reason: 'two\\nlines\\0011and a tab',
		released: '-',
		proof: 'off',
		end: 'reboot',
		lived: '41',
	});
	t.deepEqual(parseLedger(ledgerOf(line)), [
		{
			id: 'b1',
			start: 1_700_000_000,
			held: 'request',
			count: 3,
			limit: 2,
			enabled: false,
			reason: 'two\nlines\tand a tab',
			released: false,
			resumedItself: false,
			proof: 'off',
			end: 'reboot',
			lived: 41,
		},
	]);
});

test('a ledger without boots is empty', (t) => {
	t.deepEqual(parseLedger('umm-ledger 1\n.\n'), []);
});

test('a text without the header is no ledger', (t) => {
	for (const text of ['', '\0\0\0', 'umm-ledger 2\n.\n', ledgerLine(), ' umm-ledger 1\n.\n']) {
		t.throws(() => parseLedger(text), {message: 'it does not begin with umm-ledger 1'});
	}
});

test('a damaged line drops itself alone', (t) => {
	const text = ledgerOf(ledgerLine({boot: 'b3'}), 'garbage', '', 'boot=b2\tgarb', '\0\0', ledgerLine({boot: 'b1'}));
	t.deepEqual(
		parseLedger(text).map(({id}) => id),
		['b3', 'b1'],
	);
	for (let length = 'umm-ledger 1\n'.length; length < text.length; length++) {
		t.notThrows(() => parseLedger(text.slice(0, length)));
	}
});

test('values that are none of ours become harmless ones', (t) => {
	const line = ledgerLine({
		held: 'magic',
		start: 'NaN',
		count: '-1',
		limit: '1e99',
		end: 'exploded',
		lived: 'long',
		proof: 'yes',
	});
	const [boot] = parseLedger(ledgerOf(line));
	t.like(boot, {held: 'no', start: 0, count: 0, limit: 0, end: 'unknown', proof: undefined, lived: undefined});
	t.deepEqual(parseLedger(ledgerOf('boot='))[0]?.id, '');
});

test('a ledger that is missing is empty; one that can’t be believed is too, and is said', async (t) => {
	const path = join(await temporaryDirectory(t), 'ledger');
	t.deepEqual(await readLedger(path, t.fail), []);
	await writeFile(path, 'not ours\n');
	const warnings: string[] = [];
	t.deepEqual(await readLedger(path, (message) => warnings.push(message)), []);
	t.deepEqual(warnings, [`the ledger in ${path} is ignored: it does not begin with umm-ledger 1`]);
});
