import {execFile} from 'node:child_process';
import {accessSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import test from 'ava';
import {spawn} from 'node-pty';
import {Sandbox} from './sandbox.js';

const run = promisify(execFile);

interface Shell {
	/** An interactive login shell that sources the snippet when it starts, and has a prompt that ends in `READY`. */
	readonly command: readonly [string, ...string[]];
	readonly start: string;
	/** `SNIPPET` stands for the snippet's path. */
	readonly content: string;
}

const sourced = '. SNIPPET\nPS1=READY\n';
const shells: Readonly<Record<string, Shell>> = {
	dash: {command: ['/bin/dash', '-i'], start: 'start.sh', content: sourced},
	bash: {command: ['/bin/bash', '-i'], start: '.bashrc', content: sourced},
	'bash --posix': {command: ['/bin/bash', '--posix', '-i'], start: 'start.sh', content: sourced},
	'a shell with set -u': {command: ['/bin/dash', '-i'], start: 'start.sh', content: `set -u\n${sourced}`},
	zsh: {command: ['/bin/zsh', '-i'], start: '.zshrc', content: "emulate sh -c '. SNIPPET'\nPS1=READY\n"},
	fish: {
		command: ['/usr/bin/fish', '-l', '-i'],
		start: '.config/fish/conf.d/umm.fish',
		content: 'source SNIPPET\nfunction fish_prompt; echo READY; end\n',
	},
};

interface Node {
	readonly paused: boolean;
	/** Shell text that the console of this node runs. */
	readonly console?: string;
	readonly uid?: number;
	/** Whether there is a runtime, i.e. more than umm-core. */
	readonly runtime?: boolean;
	readonly env?: Readonly<Record<string, string>>;
}

/** Log in, and type `exit 7` at the prompt, if there comes one. @returns what the terminal showed, and the exit status. */
async function logIn(shell: Shell, {paused, console = 'exit 0', uid = 0, runtime = true, env = {}}: Node) {
	await using sandbox = await Sandbox.make();
	const {root} = sandbox;
	const snippet = await sandbox.copy(
		`packaging/login/umm.${shell.command[0].endsWith('fish') ? 'fish' : 'sh'}`,
		'snippet',
	);
	await sandbox.write(shell.start, shell.content.replace('SNIPPET', snippet));
	await sandbox.write('usr/bin/umm', `#!/bin/sh\necho "CONSOLE $*"\n${console}\n`, 0o755);
	await sandbox.write('usr/lib/umm/core/umm', '#!/bin/sh\necho "CORE $*"\n', 0o755);
	if (runtime) await sandbox.write('usr/lib/umm/node', '');
	await sandbox.write('bin/id', `#!/bin/sh\necho ${uid}\n`, 0o755);
	if (paused) await sandbox.write('run/umm/paused', '');
	const pty = spawn(shell.command[0], shell.command.slice(1), {
		cols: 200,
		env: {
			PATH: `${join(root, 'bin')}:/usr/bin:/bin`,
			HOME: root,
			ZDOTDIR: root,
			ENV: join(root, 'start.sh'),
			TERM: 'xterm',
			ROOT: root,
			...env,
		},
	});
	let screen = '';
	let typed = false;
	pty.onData((data) => {
		screen += data;
		if (typed || !screen.includes('READY')) return;
		typed = true;
		pty.write('exit 7\r');
	});
	const exitStatus = await new Promise<number>((resolve) => pty.onExit(({exitCode}) => resolve(exitCode)));
	return {screen, exitStatus};
}

function installed(shell: Shell): boolean {
	try {
		accessSync(shell.command[0]);
		return true;
	} catch {
		return false;
	}
}

for (const [name, shell] of Object.entries(shells)) {
	const onShell = installed(shell) ? test : test.skip;

	onShell(`${name}: a node that is not paused has an ordinary login`, async (t) => {
		const {screen, exitStatus} = await logIn(shell, {paused: false});
		t.is(exitStatus, 7);
		t.notRegex(screen, /CONSOLE|maintenance mode/);
	});

	onShell(`${name}: leaving the console of a paused node ends the session`, async (t) => {
		const {screen, exitStatus} = await logIn(shell, {paused: true});
		t.regex(screen, /CONSOLE console --login/);
		t.notRegex(screen, /READY/);
		t.is(exitStatus, 0);
	});

	onShell(`${name}: a resume from the console gives the ordinary shell`, async (t) => {
		const {screen, exitStatus} = await logIn(shell, {paused: true, console: 'rm "$ROOT/run/umm/paused"'});
		t.regex(screen, /CONSOLE.*READY/s);
		t.is(exitStatus, 7);
	});

	onShell(`${name}: a console that can't run leaves an ordinary shell, and says so`, async (t) => {
		const {screen, exitStatus} = await logIn(shell, {paused: true, console: 'exit 4'});
		t.regex(screen, /the console ended with status 4; here is a shell.*CORE banner.*READY/s);
		t.is(exitStatus, 7);
	});

	onShell(
		`${name}: no console for other users, dumb terminals, shells of the console, nor without a runtime`,
		async (t) => {
			const other = await logIn(shell, {paused: true, uid: 1000});
			t.regex(other.screen, /'sudo umm' opens its console.*READY/s);
			const dumb = await logIn(shell, {paused: true, env: {TERM: 'dumb'}});
			t.regex(dumb.screen, /this terminal has no console.*CORE banner.*READY/s);
			const core = await logIn(shell, {paused: true, runtime: false});
			t.regex(core.screen, /CORE banner.*READY/s);
			const inner = await logIn(shell, {paused: true, env: {UMM_SHELL: '1'}});
			for (const {screen, exitStatus} of [other, dumb, core, inner]) {
				t.is(exitStatus, 7);
				t.notRegex(screen, /CONSOLE/);
			}
		},
	);
}

/** The variables of a shell, without those that it sets by itself. */
async function variables({root}: Sandbox, file: string): Promise<readonly string[]> {
	const lines = (await readFile(join(root, file), 'utf8')).split('\n');
	return lines.filter((line) => !/^(_|BASH_\w+|PIPESTATUS)=/.test(line));
}

test('commands, scp and the like are not touched, and no variable is left behind', async (t) => {
	await using sandbox = await Sandbox.make();
	const snippet = await sandbox.copy('packaging/login/umm.sh', 'snippet');
	await sandbox.write('run/umm/paused', '');
	await sandbox.write('usr/bin/umm', '#!/bin/sh\necho CONSOLE\n', 0o755);
	const script = `set -eu; set >"$1/before"; . '${snippet}'; set >"$1/after"; echo done`;
	for (const shell of ['/bin/dash', '/bin/bash']) {
		const {stdout, stderr} = await run(shell, ['-c', script, 'sh', sandbox.root]);
		t.is(stdout, 'done\n');
		t.is(stderr, '');
		t.deepEqual(await variables(sandbox, 'after'), await variables(sandbox, 'before'));
	}
});
