import {readFile, writeFile} from 'node:fs/promises';
import test from 'ava';
import {execa} from 'execa';
import {withLock} from '../../../src/state/lock.js';
import {until} from '../../src/runs/node.js';
import {CoreNode, shells} from './node.js';

for (const shell of shells) {
	test(`each side respects the lock of the other, and takes over that of a dead one (${shell.name})`, async (t) => {
		const node = await CoreNode.create(t, shell);
		const path = node.paths.switchLock;
		const hold = 'hold "$run/switch" "anna on /dev/pts/0" 0; echo "$?"';
		await withLock(path, {who: 'otto', doing: 'works'}, async () => {
			t.is(await node.eval(`${hold}; echo "$holder"`), `1\n${await readFile(path, 'utf8')}`);
		});
		t.is(
			await node.eval(`${hold}; cat "$run/switch" | cut -d " " -f 3-; release "$run/switch"; ls "$run"`),
			'0\nanna on /dev/pts/0\nboot\nlock\noperational\nreleased\n',
		);

		const {stdout: dead} = await execa('sh', ['-c', 'echo $$']);
		await writeFile(path, `${dead} 1 a dead one\n`);
		t.is(await node.eval(hold), '0\n');

		const busy = node.eval(`${hold}; until [ -e "$run/go" ]; do nap 0.1; done`);
		await until(async () => (await readFile(path, 'utf8').catch(() => '')).includes('anna'));
		const error = await t.throwsAsync(withLock(path, {who: 'otto', doing: 'is busy'}, async () => undefined));
		t.regex(error.message, /^anna on \/dev\/pts\/0 is busy \(process \d+\)$/);
		await node.put('run/umm/go', '');
		await busy;
		await withLock(path, {who: 'otto', doing: 'works'}, async () => t.pass());
	});
}
