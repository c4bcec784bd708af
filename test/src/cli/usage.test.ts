import {chown, readFile} from 'node:fs/promises';
import test from 'ava';
import {verbs} from '../../../src/cli/verbs.js';
import {version} from '../../../src/cli/version.js';
import {asNobody} from '../permissions.js';
import {CliNode} from './node.js';

/** Bad input, and what the one message must say of it. */
const wrong: readonly (readonly [args: string, message: RegExp])[] = [
	['bogus', /^umm: there is no verb "bogus"\numm: 'umm --help' lists the verbs$/],
	['--bogus', /^umm: there is no verb "--bogus"/],
	['constructor', /^umm: there is no verb "constructor"/],
	['status --bogus', /^umm: Unknown option '--bogus'\numm: 'umm status --help' shows how it is used$/],
	['status -x', /^umm: Unknown option '-x'/],
	['status --json=1', /^umm: Option '--json' does not take an argument/],
	['status now', /^umm: umm status takes no argument/],
	['on --reason', /^umm: Option '--reason <value>' argument missing/],
	['on --bogus ls', /^umm: Unknown option '--bogus'/],
	['on --for soon', /^umm: --for takes a time such as 600, 90s, 10min or 1h, not "soon"/],
	['on --for 0', /^umm: --for takes a time .*, not "0"/],
	['on --for 1d', /^umm: --for takes a time .*, not "1d"/],
	['on --timeout 1.5h ls', /^umm: --timeout takes a time .*, not "1.5h"/],
	['on --timeout 5min', /^umm: --timeout needs a command/],
	['on --then off', /^umm: --then needs a command/],
	['on --then stay ls', /^umm: --then is off or reboot, not "stay"/],
	['on --on-failure retry ls', /^umm: --on-failure is stop or continue, not "retry"/],
	['off now', /^umm: umm off takes nothing or the word reboot, not "now"/],
	['off reboot now', /^umm: umm off takes nothing or the word reboot, not "reboot now"/],
	['enable now', /^umm: umm enable takes no argument/],
	['disable now', /^umm: umm disable takes no argument/],
	[
		'schedule bogus',
		/^umm: umm schedule takes add, list, show, log, edit, move, cancel, stop, again, save, not "bogus"/,
	],
	['schedule toString', /^umm: umm schedule takes .*, not "toString"/],
	['schedule list 1', /^umm: umm schedule list takes no argument/],
	['schedule add', /^umm: umm schedule add takes a command/],
	['schedule add --timeout x ls', /^umm: --timeout takes a time .*, not "x"/],
	['schedule add --bogus ls', /^umm: Unknown option '--bogus'/],
	['schedule show', /^umm: umm schedule show takes the number of one command/],
	['schedule show one', /^umm: umm schedule show takes the number of one command/],
	['schedule show 1 2', /^umm: umm schedule show takes the number of one command/],
	['schedule show -1', /^umm: Unknown option '-1'/],
	['schedule show 7', /^umm: there is no scheduled command 7\numm: 'umm schedule list' shows all of them$/],
	['schedule log 7', /^umm: there is no scheduled command 7/],
	['schedule log 1 --json', /^umm: umm schedule log prints the output as it is, not as JSON/],
	['schedule cancel 7', /^umm: there is no scheduled command 7/],
	['schedule cancel 9999999999', /^umm: umm schedule cancel takes the number of one command/],
	['schedule constructor', /^umm: umm schedule takes .*, not "constructor"/],
	['schedule edit', /^umm: umm schedule edit takes the number of one command/],
	['schedule edit 7', /^umm: the command is empty/],
	['schedule edit 7 -- ls -l', /^umm: there is no scheduled command 7/],
	['schedule edit x -- ls', /^umm: umm schedule edit takes the number of one command/],
	['schedule move 7', /^umm: umm schedule move takes a number and up or down/],
	['schedule move 7 left', /^umm: umm schedule move takes a number and up or down/],
	['schedule move 7 up', /^umm: there is no scheduled command 7/],
	['schedule stop 7', /^umm: there is no scheduled command 7/],
	['schedule again 7', /^umm: there is no scheduled command 7/],
	['schedule save 7', /^umm: there is no scheduled command 7/],
	['schedule save 7 a b', /^umm: umm schedule save takes the number of one command/],
	['audit now', /^umm: umm audit takes no argument/],
	['boots 1 2', /^umm: umm boots takes one boot at most/],
	['boots 99', /^umm: no boot in the ledger is "99"; 'umm boots' lists them/],
	['boots zzz', /^umm: no boot in the ledger is "zzz"/],
	['config bogus', /^umm: umm config takes list, get, set or check, not "bogus"/],
	[
		'config get',
		/^umm: the keys are UMM, REBOOT_COUNT, COUNTER_RESET_TIME, AUTO_RESUME, ON_EMERGENCY, HOOK_TIMEOUT, SSH_SERVE, SSH_PORT, not ""/,
	],
	['config get BOGUS', /^umm: the keys are UMM, .*, not "BOGUS"/],
	['config get constructor', /^umm: the keys are UMM, .*, not "constructor"/],
	['config get UMM REBOOT_COUNT', /^umm: umm config get takes one argument/],
	['config list UMM', /^umm: umm config list takes no argument/],
	['config set REBOOT_COUNT', /^umm: umm config set takes KEY=VALUE/],
	['config set BOGUS=1', /^umm: the keys are UMM, .*, not "BOGUS"/],
	['config set REBOOT_COUNT=two', /^umm: REBOOT_COUNT=two: not a whole number/],
	['config set SSH_SERVE=yes', /^umm: SSH_SERVE=yes: not auto, always or never/],
	['config set SSH_PORT=65536', /^umm: SSH_PORT=65536: not a port/],
	['config set REBOOT_COUNT=', /^umm: REBOOT_COUNT=: not a whole number/],
	['config set REBOOT_COUNT=-1', /^umm: REBOOT_COUNT=-1: not a whole number/],
	['config set COUNTER_RESET_TIME=1d', /^umm: COUNTER_RESET_TIME=1d: not a time such as 600, 90s, 10min or 1h/],
	['doctor now', /^umm: umm doctor takes no argument/],
	['wait', /^umm: umm wait needs --state paused or --state operational/],
	['wait --state gone', /^umm: --state is paused or operational, not "gone"/],
	['wait --state paused --timeout soon', /^umm: --timeout takes a time .*, not "soon"/],
	['wait --state paused now', /^umm: umm wait takes no argument/],
	['install now', /^umm: umm install takes no argument/],
	['uninstall now', /^umm: umm uninstall takes no argument/],
	['console now', /^umm: umm console takes no argument/],
	['hooks now', /^umm: umm hooks takes run-after-off/],
	['sandbox now', /^umm: umm sandbox takes no argument/],
];

test('bad input ends with exit status 2 and one message that names what is wrong', async (t) => {
	const cli = await CliNode.operational(t);
	for (const [args, message] of wrong) {
		const {status, stdout, stderr} = await cli.umm(args.split(' '));
		t.is(status, 2, args);
		t.is(stdout, '', args);
		t.regex(stderr, message, args);
		t.true(
			stderr.split('\n').every((line) => line.startsWith('umm: ')),
			`${args}: ${stderr}`,
		);
		t.true(stderr.split('\n').length <= 2, args);
	}
	t.deepEqual(await cli.json(t, ['schedule', 'list']), {schema: 'umm/commands/1', commands: [], warnings: []});
});

test('a value with a control character or both kinds of quotes is refused', async (t) => {
	const cli = await CliNode.operational(t);
	for (const value of ['a\nREBOOT_COUNT=0', '\u001b[31m', `"'`]) {
		const {status, stderr} = await cli.umm(['config', 'set', `UMM=${value}`]);
		t.is(status, 2);
		t.regex(stderr, /^umm: the value of UMM must be one line with one kind of quotes at most/);
	}
});

test('a reason and a command that are too long are refused', async (t) => {
	const cli = await CliNode.operational(t);
	const reason = await cli.umm(['on', '--reason', 'x'.repeat(4097)]);
	t.is(reason.status, 2);
	t.regex(reason.stderr, /^umm: --reason takes 4096 characters at most, not 4097/);
	const words = ['x'.repeat(70_000), 'y'.repeat(70_000)];
	const command = await cli.umm(['schedule', 'add', ...words]);
	t.is(command.status, 2);
	t.regex(command.stderr, /^umm: the command is longer than 131071 bytes: put it into a script/);
	t.is((await cli.umm(['on', '--reason', '\\'.repeat(4096)])).status, 0);
	t.is((await cli.node.decide()).request, 'yes', 'the longest reason is not too long for the gate');
});

test('every verb has help on standard output with exit status 0', async (t) => {
	const cli = await CliNode.operational(t);
	await Promise.all(
		verbs.map(async ({name}) => {
			const {status, stdout, stderr} = await cli.umm([name, name.length % 2 === 0 ? '--help' : '-h']);
			t.deepEqual([status, stderr], [0, ''], name);
			t.true(stdout.startsWith(`Usage: umm ${name}`), name);
		}),
	);
	for (const args of [['--help'], ['-h'], ['help']]) {
		const {status, stdout} = await cli.umm(args);
		t.is(status, 0);
		t.true(stdout.startsWith('Usage: umm [VERB [ARGUMENT ...]]\n'));
	}
	t.true((await cli.must('help', 'on')).startsWith('Usage: umm on '));
});

test('the version is that of package.json', async (t) => {
	const text = await readFile(new URL('../../../../package.json', import.meta.url), 'utf8');
	t.is(version, JSON.parse(text).version);
	const cli = await CliNode.operational(t);
	t.is(await cli.must('--version'), `umm ${version}`);
});

test('without a verb and without a terminal it is the status, with a hint on standard error', async (t) => {
	const cli = await CliNode.operational(t);
	t.deepEqual(await cli.umm([]), {
		status: 0,
		stdout: 'runlevel N 5',
		stderr: "umm: 'umm --help' lists what umm can do",
	});
});

(process.geteuid?.() === 0 ? test : test.skip)('only root and its owner act on a simulated node', async (t) => {
	const cli = await CliNode.operational(t);
	const asAnother = (...args: string[]) => cli.shell(`exec ${asNobody.join(' ')} "$@"`, ...args);
	for (const verb of ['on', 'off', 'disable']) {
		const refused = {status: 1, stdout: '', stderr: `umm: only root may 'umm ${verb}'\numm: try 'sudo umm ${verb}'`};
		t.deepEqual(await asAnother(verb), refused);
	}
	t.regex((await asAnother('config', 'set', 'REBOOT_COUNT=3')).stderr, /^umm: only root may change /);
	t.deepEqual(await asAnother('status'), {status: 0, stdout: 'runlevel N 5', stderr: ''});
	t.is((await asAnother('on', '--dry-run')).status, 1);
	await chown(cli.paths.root, 65534, 65534);
	t.is((await asAnother('on', '--dry-run')).status, 0);
});
