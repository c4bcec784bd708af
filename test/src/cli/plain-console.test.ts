import test from 'ava';
import {execa} from 'execa';
import {CliNode, main} from './node.js';

/** The plain console, with these lines typed into it. */
async function typed(cli: CliNode, ...lines: readonly string[]) {
	const {PATH = ''} = process.env;
	const {exitCode, stdout} = await execa(process.execPath, [main, 'console', '--plain'], {
		reject: false,
		extendEnv: false,
		env: {PATH, HOME: '/', ...cli.node.env},
		input: lines.map((line) => `${line}\n`).join(''),
	});
	return {exitCode, stdout};
}

test('it says why the node is paused and what can be typed, and draws nothing', async (t) => {
	const cli = await CliNode.paused(t, {reason: 'new disks', user: 'anna'});
	const {exitCode, stdout} = await typed(cli, 'quit');
	t.is(exitCode, 0);
	t.regex(stdout, /anna asked for maintenance mode\. Reason: new disks/);
	t.regex(stdout, /Type one of: resume, boot again, shell/);
	t.false(stdout.includes('\x1b'));
});

test('the end of the input leaves it', async (t) => {
	const cli = await CliNode.paused(t);
	t.is((await typed(cli)).exitCode, 0);
	t.true(await cli.node.isPaused());
});

test('a resume says what it does and is asked for once more', async (t) => {
	const cli = await CliNode.paused(t);
	const no = await typed(cli, 'r', 'no');
	t.regex(no.stdout, /This boot goes on[\s\S]*Nothing was changed\./);
	t.true(await cli.node.isPaused());
	const yes = await typed(cli, 'resume', 'yes', 'q');
	t.regex(yes.stdout, /operational after[\s\S]*Done\.[\s\S]*Type one of: maintenance mode/);
	t.false(await cli.node.isPaused());
});

test('a command is added, and what it printed is shown', async (t) => {
	const cli = await CliNode.paused(t);
	t.regex((await typed(cli, 'add', 'echo done by hand', 'q')).stdout, /Command 1 is added\./);
	await cli.ended(1);
	t.regex((await typed(cli, 'output', '1', 'q')).stdout, /^(> )?Number of the command: .*done by hand$|done by hand/m);
});

test('what is not understood and what fails is said, and it goes on', async (t) => {
	const cli = await CliNode.paused(t);
	const {exitCode, stdout} = await typed(cli, 'frobnicate', 'output', '99', 'list', 'q');
	t.is(exitCode, 0);
	t.regex(stdout, /There is no "frobnicate" here\./);
	t.regex(stdout, /It failed: there is no scheduled command 99/);
	t.is(stdout.split('maintenance mode: this boot is held').length, 3);
});
