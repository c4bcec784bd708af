import {mkdir, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {examineClock, examineWindow} from '../../../src/doctor/clock.js';
import type {Runner} from '../../../src/runner.js';

const boot = (seconds: number): Runner => ({
	run: async () => {
		const end = seconds === 0 ? 0 : 5e6 + seconds * 1e6;
		return {status: 0, stdout: `UserspaceTimestampMonotonic=5000000\nFinishTimestampMonotonic=${end}`, stderr: ''};
	},
});

test('a window that is shorter than a boot is a warning, and the hint is longer than that', async (t) => {
	t.like((await examineWindow(600, boot(41.2)))[0], {
		result: 'ok',
		message: 'this boot took 42 s, COUNTER_RESET_TIME is 10 min',
	});
	const [finding] = await examineWindow(60, boot(61));
	t.is(finding?.result, 'warning');
	t.regex(finding?.message ?? '', /^this boot took 1 min 1 s, and COUNTER_RESET_TIME is only 1 min: /);
	t.is(finding?.hint, "'umm config set COUNTER_RESET_TIME 4min'");
	t.deepEqual(await examineWindow(60, boot(0)), [], 'a boot that is not over tells nothing');
});

test('a clock that is behind the installation is a warning', async (t) => {
	const root = await mkdtemp(join(tmpdir(), 'umm-doctor-'));
	t.teardown(() => rm(root, {recursive: true}));
	t.deepEqual(await examineClock(root), []);
	await mkdir(join(root, 'usr/lib/umm'), {recursive: true});
	t.deepEqual(await examineClock(root), []);
	const [finding] = await examineClock(root, 0);
	t.is(finding?.result, 'warning');
	t.regex(finding?.message ?? '', /^the clock says 1970-01-01, which is before umm was installed/);
});
