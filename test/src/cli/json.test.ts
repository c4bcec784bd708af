import {mkdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {systemdBackend} from '../../../backends/systemd/backend.js';
import {openPresence} from '../../../src/console/presence.js';
import {openSessions} from '../../../src/console/sessions.js';
import {parseLedger} from '../../../src/state/ledger.js';
import {ledgerLine, ledgerOf} from '../../backends/gate/node.js';
import {until} from '../runs/node.js';
import {CliNode, errorsOf, schemaTexts} from './node.js';

test('docs/json.md names every schema, and each has its own name', async (t) => {
	const text = await readFile(new URL('../../../../docs/json.md', import.meta.url), 'utf8');
	for (const [name, schema] of schemaTexts) {
		t.is(schema['$id'], `${name}.json`);
		t.true(text.includes(`${name}.json`), name);
		if (name === 'types-1') continue;
		const schemaName = `umm/${name.replace(/-(\d+)$/, '/$1')}`;
		t.like(schema, {properties: {schema: {const: schemaName}}});
		t.true(text.includes(`\`${schemaName}\``), schemaName);
	}
});

test('a member that is not documented, one that is missing and one of another type are found', (t) => {
	t.deepEqual(errorsOf({schema: 'umm/wait/1', state: 'paused'}), []);
	t.is(errorsOf({schema: 'umm/wait/1', state: 'paused', more: 1}).length, 1);
	t.is(errorsOf({schema: 'umm/wait/1'}).length, 1);
	t.is(errorsOf({schema: 'umm/wait/1', state: 1}).length, 2);
	t.is(errorsOf({schema: 'umm/nothing/1'}).length, 1);
});

test('the status in every state', async (t) => {
	const cli = await CliNode.operational(t);
	t.like(await cli.json(t, ['status']), {state: 'operational', why: null, request: null, warnings: []});
	await cli.must('on', '--reason', 'disk \t swap', '--for', '1h', '--then', 'off', 'echo', 'hello');
	const asked = await cli.json(t, ['status']);
	t.like(asked, {state: 'asked', request: {reason: 'disk   swap', afterwards: 'off'}});
	t.is(Date.parse(asked['request'].until) - Date.parse(asked['request'].created), 3_600_000);
	t.like(asked['commands'], [{id: 1, command: 'echo hello', state: 'waiting', run: null}]);
	await cli.node.powerOn();
	t.like(await cli.json(t, ['status']), {state: 'paused', why: {kind: 'request'}, boot: {count: 2, limit: 2}});
	await cli.node.conf('UMM=no\nREBOOT_COUNT=x\n');
	const paused = await cli.json(t, ['status']);
	t.like(paused, {state: 'paused', config: {enabled: false, rebootCount: 2}});
	t.is(paused['warnings'].length, 1);
	await cli.must('off');
	t.like(await cli.json(t, ['status']), {state: 'disabled', why: null});
});

test('the status of a node that the counter, and one that a kernel word holds', async (t) => {
	const cli = await CliNode.operational(t);
	await cli.node.dieUncleanly(2);
	t.like(await cli.json(t, ['status']), {state: 'paused', why: {kind: 'counter'}, boot: {count: 3}});
	await cli.node.kernelWords('umm');
	await cli.node.powerOn();
	t.like(await cli.json(t, ['status']), {state: 'paused', why: {kind: 'word'}});
});

test('the status of a node whose state can’t be read is told with warnings', async (t) => {
	const cli = await CliNode.operational(t);
	const {paths, node} = cli;
	for (const path of [paths.request, paths.ledger, paths.boot, join(paths.schedule, '0001')]) {
		await node.write(path, 'not ours\n');
	}
	const status = await cli.json(t, ['status']);
	t.is(status['warnings'].length, 4);
	for (const path of [paths.request, paths.ledger, paths.boot, join(paths.schedule, '0001')]) {
		t.true(
			status['warnings'].some((warning: string) => warning.includes(path)),
			path,
		);
	}
});

test('the status names the consoles that are open', async (t) => {
	const cli = await CliNode.paused(t);
	t.deepEqual((await cli.json(t, ['status']))['consoles'], []);
	const presence = await openPresence(cli.paths, {user: 'root', sudoUser: 'anna', sshPeer: '10.0.0.7'});
	t.like(await cli.json(t, ['status']), {consoles: [{by: {sudoUser: 'anna'}, last: null}]});
	presence.did('looked at\ncommand \u001b[31m3');
	await until(async () => (await openSessions(cli.paths))[0]?.last);
	const {consoles} = (await cli.json(t, ['status'])) as never as {consoles: {last: {what: string}}[]};
	t.is(consoles[0]?.last.what, 'looked at\ncommand \u001b[31m3');
	const {output} = await cli.onTerminal(['status']);
	t.regex(
		output,
		/ {2}open consoles:\n {4}anna \(root by sudo\) from 10\.0\.0\.7 since [\d: -]+, looked at command .\[31m3\n/,
	);
	await presence.close();
	t.false((await cli.onTerminal(['status'])).output.includes('open consoles'));
});

test('umm on and off, planned and done', async (t) => {
	const cli = await CliNode.operational(t);
	t.like(await cli.json(t, ['on', '--dry-run']), {dryRun: true, request: null});
	t.false((await cli.umm(['status'])).stdout.includes('rebooting'), 'a dry run changes nothing');
	t.like(await cli.json(t, ['on', '--reason', 'r']), {dryRun: false, request: {reason: 'r', until: null}});
	t.like(await cli.json(t, ['off', '--dry-run']), {dryRun: true, effect: 'withdraw'});
	t.like(await cli.json(t, ['off']), {dryRun: false, effect: 'withdrawn'});
	await cli.must('on');
	await cli.node.powerOn();
	t.like(await cli.json(t, ['off', 'reboot', '--dry-run']), {effect: 'reboot'});
	t.like(await cli.json(t, ['off', '--dry-run']), {effect: 'resume'});
	t.like(await cli.json(t, ['off']), {effect: 'resuming'});
	await cli.must('on');
	await cli.node.powerOn();
	t.like(await cli.json(t, ['off', 'reboot']), {effect: 'rebooting'});
});

test('umm enable and disable', async (t) => {
	const cli = await CliNode.operational(t);
	await cli.must('schedule', 'add', 'true');
	t.like(await cli.json(t, ['disable']), {enabled: false, dropped: [1]});
	t.like(await cli.json(t, ['enable']), {enabled: true});
});

test('scheduled commands before, while and after they run', async (t) => {
	const cli = await CliNode.operational(t);
	t.deepEqual((await cli.json(t, ['schedule', 'list']))['commands'], []);
	const added = await cli.json(t, [
		'schedule',
		'add',
		'--timeout',
		'1h',
		'--on-failure',
		'continue',
		'--json',
		'exit 3',
	]);
	t.like(added, {command: {id: 1, state: 'waiting', timeout: 3600, onFailure: 'continue', run: null}});
	await cli.must('schedule', 'add', 'kill -TERM $$');
	await cli.must('schedule', 'add', 'never');
	t.like(await cli.json(t, ['schedule', 'cancel', '3']), {command: {id: 3, state: 'cancelled'}});
	await cli.node.request();
	await cli.node.powerOn();
	await cli.must('schedule', 'run-queue');
	t.like(await cli.json(t, ['schedule', 'show', '1']), {command: {run: {outcome: 'exited', status: 3, signal: null}}});
	const {commands} = (await cli.json(t, ['schedule', 'list'])) as never as {commands: {run: object}[]};
	t.like(commands[1]?.run, {outcome: 'signalled', signal: 'SIGTERM', status: null});
	t.is(commands.length, 3);
});

test('boots, and one of them with its evidence', async (t) => {
	const cli = await CliNode.operational(t);
	await cli.node.endCleanly();
	await cli.node.request({reason: 'why \u001b[31m not'});
	await cli.node.powerOn();
	const {boots} = (await cli.json(t, ['boots'])) as never as {
		boots: {id: string; end: string | null; reason: string}[];
	};
	t.deepEqual(
		boots.map(({end}) => end),
		[null, 'reboot'],
	);
	t.is(boots[0]?.reason, 'why \u001b[31m not');
	const evidence = join(cli.paths.evidence, boots[1]?.id ?? '');
	await mkdir(evidence, {recursive: true});
	await cli.node.write(join(evidence, 'panic'), 'Kernel panic');
	t.like(await cli.json(t, ['boots', '1']), {boot: {end: 'reboot'}, evidence: {panic: 'Kernel panic'}});
	t.like(await cli.json(t, ['boots', boots[0]?.id.slice(0, 8) ?? '']), {boot: {end: null}, evidence: {}});
});

test('a ledger with values that are none of ours', async (t) => {
	const cli = await CliNode.operational(t);
	const odd = ledgerLine({start: 'soon', lived: 'long', held: '?', end: '?', count: '1e999', limit: '', proof: '?'});
	await cli.node.write(cli.paths.ledger, ledgerOf(odd, ledgerLine({start: '999999999999'}), 'garbage'));
	t.is(parseLedger(await cli.node.ledgerText()).length, 2);
	t.is((await cli.json(t, ['boots']))['boots'].length, 2);
});

test('the actions that were taken, also those that were refused', async (t) => {
	const cli = await CliNode.operational(t);
	t.deepEqual(await cli.json(t, ['audit']), {schema: 'umm/audit/1', entries: [], warnings: []});
	await cli.must('config', 'set', 'REBOOT_COUNT=3');
	await cli.must('disable');
	t.is((await cli.umm(['on'])).status, 1);
	t.is((await cli.umm(['off'])).status, 1);
	await cli.umm(['enable'], {env: {SUDO_USER: 'anna', SSH_CONNECTION: '10.0.0.7 1 10.0.0.8 22'}});
	await cli.must('on', '--reason', 'new\ndisk', '--then', 'off', 'true');
	await cli.node.powerOn();
	await cli.must('schedule', 'run-queue');
	const {entries} = (await cli.json(t, ['audit'])) as never as {
		entries: {action: string; detail: string | null; outcome: string; by: object}[];
	};
	t.deepEqual(
		entries.map(({action, outcome}) => `${action} ${outcome}`),
		['off done', 'on done', 'enable done', 'off refused', 'on refused', 'disable done', 'config set done'],
	);
	t.regex(entries[0]?.detail ?? '', /^by itself, every command has succeeded; asked for by /);
	t.is(entries[1]?.detail, 'new disk: true');
	t.like(entries[2]?.by, {sudoUser: 'anna', sshPeer: '10.0.0.7'});
	t.is(entries[4]?.detail, 'umm is disabled on this node');
	t.is(entries[6]?.detail, 'REBOOT_COUNT=3');
	const lines = (await cli.must('audit')).split('\n');
	t.is(lines.length, 7);
	t.regex(lines[1] ?? '', /^\d{4}-\d\d-\d\d [\d:]{8} {2}done {5}.*: on: new disk: true$/);
});

test('the configuration, one key, a change, and its check', async (t) => {
	const cli = await CliNode.operational(t);
	await cli.node.conf('REBOOT_COUNT=3\nCOUNTER_RESET_TIME=soon\nOTHER=1\nnonsense\n');
	const {keys} = (await cli.json(t, ['config', 'list'])) as never as {
		keys: {key: string; value: string; set: boolean}[];
	};
	t.like(
		keys.find(({key}) => key === 'REBOOT_COUNT'),
		{value: '3', set: true},
	);
	t.like(await cli.json(t, ['config', 'get', 'COUNTER_RESET_TIME']), {value: '10min'});
	t.like(await cli.json(t, ['config', 'check'], 2), {problem: null, findings: [{line: 2}, {line: 3}, {line: 4}]});
	t.like(await cli.json(t, ['config', 'set', 'REBOOT_COUNT=4']), {key: 'REBOOT_COUNT', value: '4'});
	await cli.node.conf('UMM=no\n', 0o666);
	t.regex((await cli.json(t, ['config', 'check'], 2))['problem'], /others may write to it/);
});

test('doctor, wait, install and uninstall', async (t) => {
	const cli = await CliNode.operational(t);
	t.like(await cli.json(t, ['doctor']), {backend: 'sandbox', findings: [{check: 'sandbox', result: 'ok'}]});
	t.like(await cli.json(t, ['wait', '--state', 'operational']), {state: 'operational'});
	t.like(await cli.json(t, ['install', '--dry-run']), {backend: 'sandbox', dryRun: true});
	t.like(await cli.json(t, ['install']), {dryRun: false});
	t.like(await cli.json(t, ['uninstall']), {dryRun: false});
});

test('doctor of the systemd backend is documented as well', async (t) => {
	const {paths} = await CliNode.operational(t);
	const backend = systemdBackend(paths, {run: async () => ({status: 1, stdout: '', stderr: ''})});
	const findings = await backend.examine();
	t.true(findings.some(({result}) => result === 'broken'));
	t.deepEqual(errorsOf({schema: 'umm/doctor/1', backend: backend.name, findings}), []);
});
