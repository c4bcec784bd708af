import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {recordAction} from '../../../src/audit/record.js';
import {openPresence} from '../../../src/console/presence.js';
import {addCommand} from '../../../src/schedule.js';
import {ledgerLine, ledgerOf} from '../../backends/gate/node.js';
import {until} from '../runs/node.js';
import {CliNode} from './node.js';

/* What must not reach a terminal: C0 with ESC, BEL and CR, DEL, and C1 with the one-byte CSI. */
const evil = 'a\u001b[31m\u0007\r\u007f\u009b31mz';
const raw = /(?![\n\t])\p{Cc}/u;

test('a reader that goes away is no error', async (t) => {
	const cli = await CliNode.operational(t);
	await cli.node.write(cli.paths.ledger, ledgerOf(...Array.from({length: 100}, () => ledgerLine())));
	for (const args of ['boots', 'boots --json', '--help', 'status', 'config list']) {
		const {status, stderr} = await cli.shell('{ "$@"; echo "$?" >&3; } 3>&2 | true', ...args.split(' '));
		t.is(status, 0, args);
		t.is(stderr, '0', args);
	}
	const {stdout, stderr} = await cli.shell('"$@" | head -n 1', 'boots');
	t.regex(stdout, /^ {2}0 {2}[0-9a-f]{8} {2}/);
	t.is(stderr, '');
});

test('control characters in reasons and commands never reach a terminal', async (t) => {
	const cli = await CliNode.paused(t, {reason: evil, user: evil, sudo_user: evil, ssh_peer: evil});
	await addCommand(cli.paths, {command: evil, created: 1, by: {user: evil}, onFailure: 'stop'});
	const by = {user: evil, sudoUser: evil};
	await recordAction({paths: cli.paths, by, warn: t.fail}, {action: evil, detail: evil, outcome: 'done'});
	const presence = await openPresence(cli.paths, by);
	presence.did(evil);
	const evidence = join(cli.paths.evidence, (await cli.node.ledger())[0]?.id ?? '');
	await mkdir(evidence, {recursive: true});
	await cli.node.write(join(evidence, 'journal'), evil);
	for (const args of [
		['status'],
		['boots'],
		['boots', '0'],
		['audit'],
		['schedule', 'list'],
		['schedule', 'show', '1'],
		['off', '--dry-run'],
		['config', 'set', `UMM=${evil}`],
		['config', 'get', evil],
		['boots', evil],
		['schedule', evil],
		[evil],
		['status', `--${evil}`],
		['wait', '--state', evil],
	]) {
		const {output} = await cli.onTerminal(args);
		t.notRegex(output, raw, JSON.stringify([args, output]));
		t.not(output, '', args.join(' '));
	}
	await presence.close();
	await cli.must('off');
	for (const args of [
		['on', '--dry-run', '--reason', evil, evil],
		['schedule', 'add', '--timeout', evil, 'x'],
	]) {
		const {output} = await cli.onTerminal(args);
		t.notRegex(output, raw, JSON.stringify([args, output]));
	}
});

test('what a command prints reaches a terminal without control characters', async (t) => {
	const cli = await CliNode.paused(t);
	await cli.must('schedule', 'add', `printf 'a\\033[31m\\007\\177b\\r\\nc'`);
	await cli.ended(1);
	for (const args of [
		['schedule', 'log', '1'],
		['schedule', 'log', '-t', '1'],
		['schedule', 'log', '-f', '1'],
	]) {
		const {output} = await cli.onTerminal(args);
		t.notRegex(output, raw, JSON.stringify(output));
		t.regex(output, /a\uFFFD\[31m\uFFFD\uFFFDb\n.*c/);
	}
});

test('a reason with control characters is stored without them', async (t) => {
	const cli = await CliNode.operational(t);
	await cli.must('on', '--reason', `  ${evil}  `);
	t.notRegex((await cli.json(t, ['status']))['request'].reason, raw);
});

test('on a terminal umm on tells what it will do and asks; no answer but yes goes on', async (t) => {
	const cli = await CliNode.operational(t);
	const prompt = 'Go on? [y/N] ';
	for (const answer of ['n\r', '\r', 'yesterday\r', '\u0004', '\u0003']) {
		const {status, output} = await cli.onTerminal(['on'], {prompt, typed: answer});
		t.is(status, 1, JSON.stringify(answer));
		t.regex(output, /Go on\? \[y\/N\]/);
		t.regex(output, /umm: nothing was changed/);
		t.is(await cli.must('status'), 'runlevel N 5');
	}
	const {status, output} = await cli.onTerminal(['on', '--reason', 'r', 'ls'], {prompt, typed: 'y\r'});
	t.is(status, 0, output);
	t.regex(output, /umm on will\n {2}- store the request, and reboot this node cleanly\n[\s\S]*- run there: ls\n/);
	t.is(await cli.must('status'), 'rebooting');
});

test('on a terminal the status says the state, why, and what to do', async (t) => {
	const cli = await CliNode.operational(t);
	const says = async (...texts: readonly RegExp[]) => {
		const {output} = await cli.onTerminal(['status']);
		for (const text of texts) t.regex(output, text);
	};
	await says(
		/: operational for \d+ s\n/,
		/boot 1 since the last proof of health; more than 2 unclean boots within 10 min/,
	);
	await cli.must('on', '--reason', 'new disk', 'ls');
	await says(/: maintenance mode is asked for by /, /'umm off' withdraws it/, / 1 {2}waits +ls/);
	await cli.node.powerOn();
	await says(/: maintenance mode: this boot is held for/, /Reason: new disk/, /'umm off' lets this boot go on/);
	await cli.must('off');
	await cli.must('disable');
	await says(/: umm is disabled: no boot is ever held/, /'umm enable' enables it/);
});

test('boots of an empty, a full and a broken ledger', async (t) => {
	const cli = await CliNode.operational(t);
	const {rm} = await import('node:fs/promises');
	await rm(cli.paths.ledger);
	t.is(await cli.must('boots'), 'The ledger is empty: umm has not seen a boot of this node yet.');
	const lines = Array.from({length: 100}, (_, index) =>
		ledgerLine({boot: `${String(index).padStart(8, '0')}-x`, end: index === 0 ? '-' : 'reboot', lived: '61'}),
	);
	await cli.node.write(cli.paths.ledger, ledgerOf(...lines));
	const full = (await cli.must('boots')).split('\n');
	t.is(full.length, 100);
	t.regex(full[0] ?? '', /^ {2}0 {2}00000000 {2}[\d-]+ [\d:]+ {2}runs now$/);
	t.regex(full[99] ?? '', /^ 99 {2}00000099 {2}[\d-]+ [\d:]+ {2}ended by a clean reboot after 1 min 1 s$/);
	t.regex(
		await cli.must('boots', '99'),
		/^boot 00000099-x, .*: ended by a clean reboot after 1 min 1 s\nNo evidence was kept of it\.$/,
	);
	t.regex((await cli.umm(['boots', '0000000'])).stderr, /^umm: 10 boots begin with "0000000"/);
	await cli.node.write(cli.paths.ledger, 'not ours\n');
	const broken = await cli.umm(['boots']);
	t.is(broken.status, 0);
	t.regex(broken.stderr, /^umm: the ledger in .* is ignored: it does not begin with umm-ledger 1$/);
});

test('wait ends when the state is reached, and with exit status 1 when the time is over first', async (t) => {
	const cli = await CliNode.paused(t);
	t.deepEqual(await cli.umm(['wait', '--state', 'paused']), {status: 0, stdout: '', stderr: ''});
	const late = await cli.umm(['wait', '--state', 'operational', '--timeout', '1']);
	t.is(late.status, 1);
	t.is(late.stderr, "umm: this node is not operational after 1 s\numm: 'umm status' shows its state");
	const waiting = cli.umm(['wait', '--state', 'operational', '--timeout', '60']);
	let ended = false;
	void waiting.then(() => {
		ended = true;
	});
	t.false(ended);
	await cli.must('off');
	t.is((await waiting).status, 0);
	await until(() => ended);
});

test('config check names each line, and get, set and list agree', async (t) => {
	const cli = await CliNode.operational(t);
	await cli.node.conf('# mine\nREBOOT_COUNT=two\nCOUNTER_RESET_TIME=10\nOTHER=1\n');
	const {status, stdout, stderr} = await cli.umm(['config', 'check']);
	t.deepEqual([status, stdout], [2, '']);
	t.deepEqual(
		stderr.split('\n').map((line) => line.replace(cli.paths.root, '')),
		[
			'umm: /etc/umm.conf:2: error: REBOOT_COUNT: not a whole number; the default 2 holds',
			"umm: /etc/umm.conf:3: warning: COUNTER_RESET_TIME: 10 is 10 seconds; Fuel's umm counted minutes: write 10min or 10s",
			'umm: /etc/umm.conf:4: warning: OTHER: not a key of umm; it is kept',
		],
	);
	t.deepEqual(await cli.umm(['config', 'set', 'REBOOT_COUNT=5']), {status: 0, stdout: '', stderr: ''});
	t.is(await cli.must('config', 'get', 'REBOOT_COUNT'), '5');
	t.regex(await cli.must('config'), /^REBOOT_COUNT=5 +# after this many/m);
	t.is((await cli.umm(['config', 'check'])).status, 0, 'warnings alone are no error');
	const advised = await cli.umm(['config', 'set', 'COUNTER_RESET_TIME=20']);
	t.is(advised.status, 0);
	t.regex(advised.stderr, /^umm: 20 is 20 seconds; Fuel's umm counted minutes/);
});
