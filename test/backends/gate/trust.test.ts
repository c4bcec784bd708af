import {chown, mkdir, readdir, readFile, symlink} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {encodeRecord} from '../../../src/state/record.js';
import {GateNode, ledgerLine, ledgerOf, shells} from './node.js';

const request = encodeRecord('request', {id: 'r1', reason: 'a test'});
const ledger = ledgerOf(ledgerLine(), ledgerLine(), ledgerLine());

/* A ledger is counted from its newest boot on: where its end is missing, only the oldest boots are. */
const wholeEnough = ['without its end mark', 'cut in its last line', 'with something behind its end mark'];

/** Each makes a file that must not be believed, and says what the gate says of it. */
const broken: Readonly<Record<string, (node: GateNode, path: string, good: string) => Promise<RegExp>>> = {
	'that others may write to': async (node, path, good) => {
		await node.write(path, good, 0o664);
		return /others may write to .* \(mode 664\); it is ignored/;
	},
	'that everybody may write to': async (node, path, good) => {
		await node.write(path, good, 0o646);
		return /others may write to .* \(mode 646\); it is ignored/;
	},
	'that is too large': async (node, path, good) => {
		await node.write(path, good.replace('\n.\n', `\n${`${'x'.repeat(99)}\n`.repeat(700)}.\n`));
		return /is too large \(\d+ bytes\); it is ignored/;
	},
	'that is a directory': async (_node, path) => {
		await mkdir(join(path, 'sub'), {recursive: true});
		return /is not a regular file; it is ignored/;
	},
	'that is empty': async (node, path) => {
		await node.write(path, '');
		return /is torn; it is ignored/;
	},
	'without its end mark': async (node, path, good) => {
		await node.write(path, good.slice(0, -2));
		return /is torn; it is ignored/;
	},
	'cut in its last line': async (node, path, good) => {
		await node.write(path, good.slice(0, -9));
		return /is torn; it is ignored/;
	},
	'cut behind its header': async (node, path, good) => {
		await node.write(path, `${good.split('\n')[0]}\n`);
		return /is torn; it is ignored/;
	},
	'with something behind its end mark': async (node, path, good) => {
		await node.write(path, `${good}umm`);
		return /is torn; it is ignored/;
	},
	'of zeros, as a power cut leaves it on some filesystems': async (node, path, good) => {
		await node.write(path, Buffer.alloc(good.length));
		return /is torn; it is ignored/;
	},
	'of a later version': async (node, path, good) => {
		await node.write(path, good.replace(' 1\n', ' 2\n'));
		return /is torn; it is ignored/;
	},
	'of another kind': async (node, path) => {
		await node.write(path, encodeRecord('command', {id: '1'}));
		return /is torn; it is ignored/;
	},
};

for (const shell of shells) {
	test(`a request that can’t be believed is said, does not hold the boot, and is set aside (${shell.name})`, async (t) => {
		for (const [title, make] of Object.entries(broken)) {
			const node = await GateNode.create(t, shell);
			const said = await make(node, node.paths.request, request);
			t.like(await node.decide(), {held: 'no', request: 'no'}, title);
			const {status, stderr} = await node.powerOn();
			t.is(status, 0, title);
			t.regex(stderr, said, title);
			t.true(stderr.includes(node.paths.request), title);
			t.false(await node.isPaused(), title);
			t.is((await node.aside()).filter((name) => name.startsWith('request.bad-')).length, 1, title);
			t.is((await node.powerOn()).stderr.includes('ignored'), false, `${title}: said once`);
		}
	});

	test(`a ledger that can’t be believed is said, counts nothing, and is set aside (${shell.name})`, async (t) => {
		for (const [title, make] of Object.entries(broken)) {
			if (wholeEnough.includes(title) || title === 'cut behind its header') continue;
			const node = await GateNode.create(t, shell);
			const said = await make(node, node.paths.ledger, ledger);
			t.like(await node.decide(), {held: 'no', count: 1}, title);
			const {status, stderr} = await node.powerOn();
			t.is(status, 0, title);
			t.regex(stderr, said, title);
			t.true(stderr.includes(node.paths.ledger), title);
			const boots = await node.ledger();
			t.deepEqual(
				boots.map(({held, count, end}) => [held, count, end]),
				[['no', 1, '-']],
				title,
			);
			t.is((await node.aside()).filter((name) => name.startsWith('ledger.bad-')).length, 1, title);
		}
	});
}

test('a ledger whose end is missing counts as far as it goes, and is whole again', async (t) => {
	for (const title of wholeEnough) {
		const node = await GateNode.create(t);
		await broken[title]?.(node, node.paths.ledger, ledger);
		await node.powerOn();
		t.is((await node.facts()).held, 'counter', title);
		const text = await node.ledgerText();
		t.regex(text, /^umm-ledger 1\n(boot=.*\n)+\.\n$/, title);
		t.deepEqual(await node.aside(), [], title);
	}
});

test('the end of a boot does not overwrite a ledger that can’t be believed', async (t) => {
	const node = await GateNode.create(t);
	await node.write(node.paths.ledger, ledger);
	await node.powerOn();
	const before = await node.ledgerText();
	await node.write(node.paths.ledger, before, 0o664);
	await node.endCleanly();
	const [name = ''] = await node.aside();
	t.is(await readFile(join(node.paths.state, name), 'utf8'), before);
});

test('files of root are believed, those of another user are not', async (t) => {
	const node = await GateNode.create(t);
	await symlink('/etc/passwd', node.paths.conf);
	t.regex((await node.decide()).said, /umm\.conf:1: not KEY=value/, 'it is read');
	// Nobody but root can give a file away; who is not root has only files of root to look at.
	if (process.geteuid?.() !== 0) return;
	await node.request();
	await chown(node.paths.request, 12_345, 0);
	const {held, said} = await node.decide();
	t.is(held, 'no');
	t.regex(said, /request belongs to another user; it is ignored/);
});

test('without any state directory the boot goes on, and gets one', async (t) => {
	const node = await GateNode.create(t);
	const {rm} = await import('node:fs/promises');
	await rm(join(node.paths.root, 'etc'), {recursive: true});
	t.deepEqual(await node.powerOn(), {status: 0, stdout: '', stderr: ''});
	t.is((await node.ledger()).length, 1);
	t.true((await readdir(node.paths.state)).includes('reserve'));
});

test('with a state directory that can’t be written the boot goes on, with one loud line', async (t) => {
	const node = await GateNode.create(t);
	const {rm} = await import('node:fs/promises');
	await rm(node.paths.state, {recursive: true});
	await node.write(node.paths.state, 'in the way');
	const {status, stderr} = await node.powerOn();
	t.is(status, 1);
	t.regex(stderr, /^umm: cannot write .*\/etc\/umm\/state\/ledger: this boot is not in it$/m);
	t.deepEqual(await node.facts(), {held: 'no', count: 1});
});
