import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {changeConfig} from '../../../src/config/store.js';
import {pathsUnder} from '../../../src/paths.js';

test('of several changes at once none is lost', async (t) => {
	const root = await mkdtemp(join(tmpdir(), 'umm-change-'));
	t.teardown(() => rm(root, {recursive: true}));
	const paths = pathsUnder(root);
	await mkdir(join(root, 'etc'));
	await writeFile(paths.conf, '# mine\nREBOOT_COUNT=2\n');
	const changes = [{REBOOT_COUNT: '5'}, {COUNTER_RESET_TIME: '1h'}, {HOOK_TIMEOUT: '1min'}];
	await Promise.all(changes.map((values) => changeConfig(paths, 'root', values)));
	const [comment, ...lines] = (await readFile(paths.conf, 'utf8')).trimEnd().split('\n');
	t.is(comment, '# mine');
	t.deepEqual(lines.sort(), ['COUNTER_RESET_TIME=1h', 'HOOK_TIMEOUT=1min', 'REBOOT_COUNT=5']);
});
