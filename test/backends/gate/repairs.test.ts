/* Boots that wait for a repair, on a made-up /proc, with a made-up fsck(8) that notes how it is called. */
import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, readFile, rm, utimes, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {backends, type Shell, shells} from './node.js';

const prelude = `set -u
root=$1 run=$1/run/umm newline='
'
say() { echo "$1"; }
fsck() { echo "fsck $*" >>"$root/checks"; return "$(cat "$root/fsck")"; }
kill() { echo "kill $*" >>"$root/kills"; rm -rf "$root/proc/$2"; }
. "$2"
`;

class Stopped {
	readonly root: string;
	readonly #shell: Shell;

	private constructor(root: string, shell: Shell) {
		this.root = root;
		this.#shell = shell;
	}

	/** @param script what waits for sulogin, as its command line begins. */
	static async create(t: ExecutionContext, shell: Shell, script = '/etc/init.d/checkfs.sh'): Promise<Stopped> {
		const root = await mkdtemp(join(tmpdir(), 'umm-repairs-'));
		t.teardown(() => rm(root, {recursive: true, force: true}));
		const boot = new Stopped(root, shell);
		await boot.write('run/umm/watched', '');
		await boot.write('fsck', '4');
		await boot.process(1, 0, 'init', 'init');
		await boot.process(40, 1, 'sh', '/bin/sh', script, 'start');
		await boot.process(50, 40, 'sulogin', 'sulogin', '--force', '/dev/console');
		return boot;
	}

	async write(path: string, text: string): Promise<void> {
		await mkdir(dirname(join(this.root, path)), {recursive: true});
		await writeFile(join(this.root, path), text);
	}

	async process(pid: number, parent: number, name: string, ...command: readonly string[]): Promise<void> {
		await this.write(`proc/${pid}/stat`, `${pid} (${name}) S ${parent} 38 38 34816 38 4194560 89\n`);
		await this.write(`proc/${pid}/cmdline`, command.map((word) => `${word}\0`).join(''));
	}

	async run(script: string): Promise<string> {
		const [file, ...rest] = this.#shell.command;
		const repairs = join(backends, 'gate/repairs.sh');
		const {stdout, stderr} = await execa(file, [...rest, '-c', prelude + script, 'sh', this.root, repairs], {
			reject: false,
		});
		if (stderr !== '') throw new Error(stderr);
		return stdout;
	}

	async said(name: 'checks' | 'kills'): Promise<string> {
		const path = join(this.root, name);
		return existsSync(path) ? readFile(path, 'utf8') : '';
	}
}

const fell = 'if init_fell; then echo "$broken: $lines"; else echo no; fi';
const hold = 'init_fell && init_hold\n';
const retry = `${hold}if init_retry; then echo passes; else echo fails; fi`;

for (const shell of shells) {
	test(`what waits is the init script above sulogin, with the last that its check wrote in this boot (${shell.name})`, async (t) => {
		const log = 'Log of fsck -C -T -M -A -a \nSun Nov 29\n\n/dev/sdb: RUN fsck MANUALLY.\nexited\n\nSun Nov 29\n---\n';
		const boot = await Stopped.create(t, shell);
		t.is(await boot.run(fell), 'checkfs.sh: ');
		await boot.write('var/log/fsck/checkfs', log);
		await utimes(join(boot.root, 'run/umm/watched'), 1, 1);
		t.is(await boot.run(fell), 'checkfs.sh: /dev/sdb: RUN fsck MANUALLY.\nexited');
		await utimes(join(boot.root, 'var/log/fsck/checkfs'), 0, 0);
		t.is(await boot.run(fell), 'checkfs.sh: ', 'an earlier boot wrote that');
		const numbered = await Stopped.create(t, shell, '/etc/rcS.d/S05checkfs.sh');
		t.is(await numbered.run(fell), 'checkfs.sh: ');
	});

	test(`sulogin that somebody asked for, and that goes by itself, is no reason (${shell.name})`, async (t) => {
		const single = await Stopped.create(t, shell, 'login');
		t.is(await single.run(fell), 'no');
		const timed = await Stopped.create(t, shell);
		await timed.process(50, 40, 'sulogin', 'sulogin', '-t', '30', '/dev/console');
		t.is(await timed.run(fell), 'no');
	});

	test(`the check is made again as the script makes it (${shell.name})`, async (t) => {
		const boot = await Stopped.create(t, shell);
		t.is(await boot.run(retry), 'fails');
		await boot.write(
			'lib/init/vars.sh',
			'FSCKFIX=yes FSCKTYPES=ext4,xfs [ "$RUNLEVEL" ]\nFSCKFIX=yes FSCKTYPES=ext4,xfs\n',
		);
		await boot.write('fsck', '1');
		t.is(await boot.run(retry), 'passes', 'errors were corrected: fsck(8)');
		t.is(await boot.said('checks'), 'fsck -T -M -A -a\nfsck -T -M -A -y -t ext4,xfs\n');
		const root = await Stopped.create(t, shell, '/etc/init.d/checkroot.sh');
		await root.write('fsck', '2');
		t.is(await root.run(retry), 'passes', 'the script starts the node again');
		t.is(await root.said('checks'), 'fsck -T -a /\n');
		const other = await Stopped.create(t, shell, '/etc/init.d/array');
		t.is(await other.run(retry), 'passes');
	});

	test(`a shell that is left, or whose number another process has, is not asked for (${shell.name})`, async (t) => {
		const boot = await Stopped.create(t, shell);
		await boot.run(hold);
		await boot.process(50, 1, 'cron', 'cron');
		t.is(await boot.run('init_retry && end_shell && echo goes on'), 'goes on');
		await rm(join(boot.root, 'proc/50'), {recursive: true});
		t.is(await boot.run('init_retry && end_shell && echo goes on'), 'goes on');
		t.is((await boot.said('checks')) + (await boot.said('kills')), '');
	});

	test(`the shell is ended with sulogin’s own, and never what somebody runs in it (${shell.name})`, async (t) => {
		const boot = await Stopped.create(t, shell);
		await boot.process(60, 50, 'sulogin', 'sulogin', '--force');
		await boot.process(61, 50, 'e2fsck (x)', 'e2fsck', '/dev/sdb');
		t.is(
			await boot.run(`${hold}end_shell || echo stays`),
			'in the shell at the console, for which checkfs.sh waits, e2fsck (x) runs: end it first\nstays',
		);
		t.is(await boot.said('kills'), '');
		await rm(join(boot.root, 'proc/61'), {recursive: true});
		t.is(await boot.run('end_shell && echo goes on'), 'goes on');
		t.deepEqual(
			(await boot.said('kills')).split('\n').filter((line) => line.includes('TERM')),
			['kill -TERM 50', 'kill -TERM 60'],
		);
	});
}
