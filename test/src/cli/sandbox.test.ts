import {access, appendFile, mkdir, readFile, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {TestTerminal} from '../../ui/terminal.js';
import {until} from '../runs/node.js';
import {main} from './node.js';

/** `npm start` without the build, on a terminal. */
const sandbox = (t: {teardown(end: () => void): void}) =>
	TestTerminal.open(t, 'by-request', {columns: 100, rows: 30, script: `exec "$0" ${main} sandbox`});

/** The configuration of ssh that it tells of. */
async function sshConfig(node: TestTerminal): Promise<string> {
	await node.sees('Next:');
	await node.types('3');
	await node.sees(/ssh -F \S+ umm/);
	const [, config = ''] = /ssh -F (\S+) umm/.exec(node.text()) ?? [];
	return config;
}

test.serial('a simulated node has paused itself, and shows the last words of the boots that died', async (t) => {
	const node = sandbox(t);
	await node.sees('2 boots in a row ended uncleanly; the limit is 2.');
	await node.types('2');
	await node.sees('Kernel panic - not syncing: softlockup: hung tasks');
	await node.sees('web: GET /health 200');
	await node.types('down');
	await node.sees('panic forced after error');
	await node.types('q', 'y');
	t.is((await node.exited).exitCode, 0);
});

test.serial('it is resumed, its services start, and the one that fails is named', async (t) => {
	const node = sandbox(t);
	await node.sees('Next:');
	await node.types('r');
	await node.sees('This boot goes on');
	await node.types('y');
	await node.sees('Resumed:');
	await node.sees('started web.service');
	await node.sees('FAILED backup.service');
	await node.types('escape');
	await node.sees('OPERATIONAL');
	t.pass();
});

test.serial('operational, it runs its after-off hooks, and its window proves the boot healthy', async (t) => {
	const node = sandbox(t);
	const config = await sshConfig(node);
	const root = dirname(dirname(config));
	const [hooks, told] = [join(root, 'etc/umm/hooks/after-off.d'), join(root, 'told')];
	await mkdir(hooks);
	await writeFile(join(hooks, '10-tell'), `#!/bin/sh\necho "$UMM_STATE" >${told}\n`, {mode: 0o755});
	await appendFile(join(root, 'etc/umm.conf'), 'COUNTER_RESET_TIME=1s\n');
	t.regex((await execa('ssh', ['-F', config, 'umm', 'off'])).stdout, /^operational after /m);
	await until(async () => (await readFile(told, 'utf8').catch(() => '')) === 'operational\n');
	await until(async () => /proof=window/.test(await readFile(join(root, 'etc/umm/state/ledger'), 'utf8')));
	await node.types('q');
	t.is((await node.exited).exitCode, 0);
});

test.serial('its power is cut from the console, and it pauses again', async (t) => {
	const node = sandbox(t);
	await node.sees('Next:');
	await node.types('r');
	await node.sees('This boot goes on');
	await node.types('y');
	await node.sees('Resumed:');
	await node.types('escape', 'P');
	await node.sees(/Cut the power of/);
	await node.types('y');
	await node.sees('The power was cut');
	await node.sees('3 boots in a row ended uncleanly; the limit is 2.');
	t.pass();
});

test.serial('a reboot brings it back operational, and the count begins anew', async (t) => {
	const node = sandbox(t);
	await node.sees('Next:');
	await node.types('b');
	await node.sees('The node reboots cleanly');
	await node.types('y', 'y');
	await node.sees('OPERATIONAL');
	await node.types('escape');
	await node.sees('its boot went all the way');
	t.pass();
});

test.serial('the ssh command that it tells opens the same console, and runs verbs', async (t) => {
	const node = sandbox(t);
	const config = await sshConfig(node);
	const other = TestTerminal.open(t, 'by-request', {script: `exec ssh -tt -F ${config} umm`});
	await other.sees('2 boots in a row ended uncleanly');
	await node.sees('1 other here too');
	t.is((await execa('ssh', ['-F', config, 'umm', 'status'])).stdout, 'umm');
	await other.types('r');
	await other.sees('This boot goes on');
	await other.types('y');
	await other.sees('Resumed:');
	await node.sees('OPERATIONAL');
	await other.types('enter');
	t.is((await other.exited).exitCode, 0);
	await node.types('q');
	t.is((await node.exited).exitCode, 0);
	await t.throwsAsync(access(config), {code: 'ENOENT'}, 'nothing is left of it');
});
