import {execFile} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {promisify} from 'node:util';
import test from 'ava';
import {spawn} from 'node-pty';
import {Sandbox} from './sandbox.js';

const run = promisify(execFile);

/** The login shell, with a console that is shell text. */
async function shellWith(sandbox: Sandbox, console: string, runtime = true): Promise<string> {
	await sandbox.write('usr/bin/umm', `#!/bin/sh\necho "CONSOLE $*"\n${console}\n`, 0o755);
	// At the beginning of a line, too, a path is one below the sandbox.
	const path = await sandbox.copy('packaging/login/umm-shell', 'umm-shell');
	const text = (await readFile(path, 'utf8')).replace(
		'\t/usr/bin/umm console',
		`\t${sandbox.root}/usr/bin/umm console`,
	);
	if (runtime) await sandbox.write('usr/lib/umm/node', '');
	return sandbox.write('umm-shell', text, 0o755);
}

/** Log in on a terminal, and type `exit 7` where a prompt is. */
async function logIn(console: string, {term = 'xterm', runtime = true} = {}) {
	await using sandbox = await Sandbox.make();
	const shell = await shellWith(sandbox, console, runtime);
	const pty = spawn(shell, [], {
		cols: 200,
		name: term,
		env: {PATH: '/usr/bin:/bin', HOME: sandbox.root, PS1: 'READY', TERM: term},
	});
	let output = '';
	let isTyped = false;
	pty.onData((data) => {
		output += data;
		if (!isTyped && /READY|[$#] $/.test(output)) {
			isTyped = true;
			pty.write('exit 7\r');
		}
	});
	const {exitCode} = await new Promise<{exitCode: number}>((resolve) => pty.onExit(resolve));
	return {output, exitCode};
}

test('on a terminal it is the console, whose end is that of the session', async (t) => {
	const {output, exitCode} = await logIn('exit 0');
	t.true(output.includes('CONSOLE console'));
	t.is(exitCode, 0);
});

test('a console that can’t run leaves an ordinary shell, and says so', async (t) => {
	const {output, exitCode} = await logIn('exit 4');
	t.true(output.includes('umm: the console ended with status 4; here is a shell.'));
	t.is(exitCode, 7);
});

test('a terminal without a console has a shell', async (t) => {
	const {output, exitCode} = await logIn('exit 0', {term: 'dumb'});
	t.false(output.includes('CONSOLE'));
	t.is(exitCode, 7);
});

test('where there is no runtime there is a login shell', async (t) => {
	const {output, exitCode} = await logIn('exit 0', {runtime: false});
	t.false(output.includes('CONSOLE'));
	t.is(exitCode, 7);
});

test('commands and what comes on standard input run as with any other shell', async (t) => {
	await using sandbox = await Sandbox.make();
	const shell = await shellWith(sandbox, 'exit 0');
	const command = await run(shell, ['-c', 'echo "$1"; exit 0', 'name', 'word']);
	t.is(command.stdout, 'word\n');
	const piped = run(shell, []);
	piped.child.stdin?.end('echo from a script\n');
	t.is((await piped).stdout, 'from a script\n');
});
