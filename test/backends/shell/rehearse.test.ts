/* `umm on --test` on trees of files, with what each init system has for it. */
import {chmod, mkdir, mkdtemp, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {shellBackend} from '../../../backends/shell/backend.js';
import {systemdBackend} from '../../../backends/systemd/backend.js';
import {execaRunner} from '../../../src/exec.js';
import {pathsUnder} from '../../../src/paths.js';
import type {Runner} from '../../../src/runner.js';
import {errorsOf} from '../../src/cli/node.js';
import {backends, shells} from '../gate/node.js';

/** A tree with umm's shell files of one init system, and a runner whose programs see it as the node. */
async function tree(t: ExecutionContext, init: 'sysvinit' | 'openrc' | 'systemd') {
	const root = await mkdtemp(join(tmpdir(), 'umm-rehearsal-'));
	t.teardown(() => rm(root, {recursive: true, force: true}));
	const env = {UMM_ROOT: root, UMM_INIT: init};
	const lib = join(root, 'lib');
	await mkdir(join(lib, init), {recursive: true});
	await mkdir(join(root, 'proc'));
	await writeFile(join(root, 'proc/cmdline'), 'quiet\n');
	for (const name of ['init', 'decide.sh', 'common.sh', 'hold.sh', 'processes.sh', 'repairs.sh']) {
		await symlink(join(backends, 'gate', name), join(lib, name));
	}
	for (const name of init === 'systemd' ? ['init.sh'] : ['init.sh', 'boot']) {
		await symlink(join(backends, init, name), join(lib, init, name));
	}
	const seen: Runner = {
		run: (command, options) => execaRunner.run(command, {...options, env: {...options?.env, ...env}}),
	};
	return {
		env,
		lib,
		runner: seen,
		paths: pathsUnder(root),
		async program(path: string, text: string): Promise<void> {
			await mkdir(dirname(join(root, path)), {recursive: true});
			await writeFile(join(root, path), text);
			await chmod(join(root, path), 0o755);
		},
	};
}

for (const shell of shells) {
	const call = async ({env, lib}: {env: Record<string, string>; lib: string}, init: string) => {
		const [file, ...args] = shell.command;
		const {stdout} = await execa(file, [...args, join(lib, init, 'boot'), 'rehearse'], {env});
		return stdout.split('\n');
	};

	test(`sysvinit: what prepared the system runs, and the network's and ssh's own scripts (${shell.name})`, async (t) => {
		const node = await tree(t, 'sysvinit');
		const scripts = [
			...['S/S01hostname.sh', 'S/S10networking'],
			...['3/S01dbus', '3/S02network-manager', '3/S02ssh', '3/S03cron', '3/S01nftables', '3/K01mysql', '2/S01other'],
		];
		for (const path of scripts) await node.program(`etc/rc${path.replace('/', '.d/')}`, '');
		await node.program('etc/init.d/ssh', 'exit 1');
		await writeFile(join(node.paths.root, 'etc/inittab'), 'id:3:initdefault:\n');
		await writeFile(join(node.paths.root, 'etc/rc3.d/README'), 'about');
		t.deepEqual(await call(node, 'sysvinit'), [
			...['dbus', 'hostname.sh', 'network-manager', 'networking', 'nftables', 'ssh'].map((name) => `runs ${name}`),
			'waits cron',
		]);
	});

	test(`OpenRC: two runlevels, the network and ssh run, with what they need (${shell.name})`, async (t) => {
		const node = await tree(t, 'openrc');
		const services = [
			'sysinit/udev',
			'boot/hostname',
			'boot/umm',
			'default/NetworkManager',
			'default/sshd',
			'default/cron',
		];
		for (const path of services) {
			await node.program(`etc/runlevels/${path}`, '');
			await node.program(`etc/init.d/${path.replace(/.*\//, '')}`, 'exit 1');
		}
		await node.program('etc/init.d/dbus', 'exit 1');
		await mkdir(join(node.paths.root, 'etc/runlevels/default/nonetwork'));
		const tool = `#!/bin/sh\necho ' * Caching service dependencies ... [ ok ]'\ncase $* in *NetworkManager*) echo udev dbus "$@" ;; esac\n`;
		await node.program('lib/rc/bin/rc-depend', tool);
		t.deepEqual(await call(node, 'openrc'), [
			...['NetworkManager', 'dbus', 'hostname', 'sshd', 'udev'].map((name) => `runs ${name}`),
			'waits cron',
		]);
	});
}

test('without a tool that knows what OpenRC would start for them, they are named themselves', async (t) => {
	const node = await tree(t, 'openrc');
	await node.program('etc/runlevels/default/sshd', '');
	await node.program('etc/init.d/sshd', 'exit 1');
	const rehearsal = await shellBackend(node.paths, node.runner, 'openrc', node.lib).rehearse?.();
	t.deepEqual(rehearsal, {runs: ['sshd'], waits: []});
	t.deepEqual(errorsOf({schema: 'umm/rehearsal/1', backend: 'openrc', ...rehearsal}), []);
});

/** systemctl(1) of a node whose units need and want each other so, all the way down. */
const systemctl = `#!/bin/sh
verb=$1
for last; do :; done
case $verb,$last in
list-dependencies,umm.target)
	printf '%s\\n' umm.target '● sysinit.target' '● systemd-udevd.service' '●   dev-mqueue.mount' '○ -.mount' ;;
list-dependencies,graphical.target | list-dependencies,multi-user.target)
	printf '%s\\n' "$last" '● cron.service' '× gone.service' '● ssh.socket' '● apt-daily.timer' '● systemd-udevd.service' ;;
list-dependencies,ssh.service) printf '%s\\n' ssh.service '● systemd-udevd.service' 'dev-disk-by\\x2duuid.swap' ;;
show,*)
	shift 3
	for unit; do
		case $unit in gone*) state=not-found ;; *) state=loaded ;; esac
		printf 'Id=%s\\nLoadState=%s\\n\\n' "$unit" "$state"
	done
	;;
*) exit 1 ;;
esac
`;

test('systemd: what is paused runs what umm.target needs, and the rest of an ordinary boot waits', async (t) => {
	const node = await tree(t, 'systemd');
	await node.program('sbin/systemctl', systemctl);
	await node.program(
		'lib/systemd/generator',
		'#!/bin/sh\nmkdir "$2/umm.target.wants"; : >"$2/umm.target.wants/ssh.service"\n',
	);
	const rehearsal = await systemdBackend(node.paths, node.runner, node.lib).rehearse?.();
	t.deepEqual(rehearsal, {
		runs: ['-.mount', 'dev-disk-by\\x2duuid.swap', 'dev-mqueue.mount', 'ssh.service', 'systemd-udevd.service'],
		waits: ['apt-daily.timer', 'cron.service', 'ssh.socket'],
	});
	t.deepEqual(errorsOf({schema: 'umm/rehearsal/1', backend: 'systemd', ...rehearsal}), []);
});

test('a generator or a systemd that fails is said', async (t) => {
	const node = await tree(t, 'systemd');
	await node.program('sbin/systemctl', systemctl);
	const {rehearse} = systemdBackend(node.paths, node.runner, node.lib);
	const failed = {message: /the init system does not say what it would start/};
	await node.program('lib/systemd/generator', '#!/bin/sh\nexit 1\n');
	await t.throwsAsync(async () => rehearse?.(), failed);
	await node.program(
		'lib/systemd/generator',
		'#!/bin/sh\nmkdir "$2/umm.target.wants"; : >"$2/umm.target.wants/other.service"\n',
	);
	await t.throwsAsync(async () => rehearse?.(), failed);
});
