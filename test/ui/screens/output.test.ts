import test from 'ava';
import {TestTerminal} from '../terminal.js';

const sizes = [
	{columns: 40, rows: 12},
	{columns: 80, rows: 24},
	{columns: 200, rows: 60},
] as const;

for (const size of sizes) {
	const open = (t: Parameters<typeof TestTerminal.open>[0]) => TestTerminal.open(t, 'mixed', size);
	const where = `at ${size.columns}x${size.rows}`;

	test.serial(`${where} a search goes from match to match, and says when it begins again`, async (t) => {
		const node = open(t);
		await node.sees('step 40 of 40');
		await node.types('/', ...'step 12 ');
		await node.sees(/^\/step 12 /m);
		await node.types('enter');
		await node.sees(/^▸step 12 of 40$/m);
		await node.sees('1 of 1');
		await node.types('n');
		await node.sees('Match 1 of 1, from the top again.');
		await node.types('/', ...'sTEP', 'enter');
		await node.sees('Not found: sTEP');
		await node.types('/', ...'denied', 'enter');
		await node.sees(/^▸sdb: permission denied$/m);
		t.regex(node.screen()[0] ?? '', /node-07/);
	});

	test.serial(`${where} errors can be jumped to, and standard error has a sign`, async (t) => {
		const node = open(t);
		await node.sees('step 40 of 40');
		await node.types('g');
		await node.types('e');
		await node.sees(/^▸sdb: permission denied$/m);
		await node.types('e');
		await node.sees(/^▸Failed to read sector 7$/m);
		await node.types('e');
		await node.sees('Error 1 of 2, from the top again.');
		await node.types('E');
		await node.sees('Error 2 of 2, from the end again.');
		await node.types('end', '/', ...'denied', 'enter', 'escape');
		await node.sees(/^!sdb: permission denied$/m);
		t.pass();
	});

	test.serial(`${where} times stand before the lines when they are asked for`, async (t) => {
		const node = open(t);
		await node.sees('step 40 of 40');
		await node.types('t');
		await node.sees(/^ 03:13:24 step 40 of 40$/m);
		await node.types('t');
		await node.sees(/^ step 40 of 40$/m);
		t.pass();
	});

	test.serial(`${where} without wrap a long line is cut, and what is behind can be brought in sight`, async (t) => {
		const node = open(t);
		await node.sees('step 40 of 40');
		await node.types('w', '/', ...'step 10', 'enter');
		await node.sees(/^▸step 10 of 40 and another.*>$/m);
		t.false(node.text().includes('up to the end'));
		const presses = Math.ceil(360 / Math.floor(size.columns / 2));
		node.write('>'.repeat(presses));
		await node.sees(/^▸<.*up to the end$/m);
		node.write('<'.repeat(presses));
		await node.sees(/^▸step 10 of 40 and another.*>$/m);
		await node.types('w', '/', ...'up to the end', 'enter');
		await node.sees(/^▸.*up to the end$/m);
		t.pass();
	});

	test.serial(`${where} the beginning that is not kept is said to be elsewhere`, async (t) => {
		const node = TestTerminal.open(t, 'growing', size);
		await node.sees(/number 300\d\d/);
		await node.types('home');
		await node.sees(/^ earlier output is not shown here:/m);
		await node.sees('paused');
		await node.sees(/ new/);
		await node.types('G');
		await node.sees(/number 30\d\d\d/);
		await node.sees('following');
		t.pass();
	});
}

test.serial(
	'what is typed to search for can be corrected, and is text, whatever the keys mean elsewhere',
	async (t) => {
		const node = TestTerminal.open(t, 'mixed');
		await node.sees('step 40 of 40');
		await node.types('/', ...'qrbs one two', 'ctrl+w');
		await node.sees(/^\/qrbs one +Enter finds/m);
		await node.types('backspace', 'backspace');
		await node.sees(/^\/qrbs on +Enter finds/m);
		await node.types('ctrl+u', ...'é部');
		await node.sees(/^\/é部 +Enter finds/m);
		await node.types('ctrl+c');
		await node.nolonger('Enter finds');
		await node.types('/', 'a', 'escape');
		await node.nolonger('Enter finds');
		await node.sees('q Leave');
		t.pass();
	},
);

test.serial('matches are inverse', async (t) => {
	const node = TestTerminal.open(t, 'mixed');
	await node.sees('step 40 of 40');
	await node.types('/', ...'40 of', 'enter');
	await node.sees(/^▸step 40 of 40$/m);
	const row = node.screen().findIndex((text) => text.startsWith('▸step 40'));
	const line = node.emulator.buffer.active.getLine(row);
	const inverse = Array.from({length: 16}, (_, column) => (line?.getCell(column)?.isInverse() ? '7' : '.')).join('');
	t.is(inverse, '......77777.....');
});

test.serial('the output is saved to a file whose name is told', async (t) => {
	const node = TestTerminal.open(t, 'mixed');
	await node.sees('step 40 of 40');
	await node.types('S');
	await node.sees('The output is in /root/umm-command-1.log');
	t.pass();
});
