/* Which of a node's jobs are held, by what they say of their start. */
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {backends, shells} from '../gate/node.js';
import {makeTree, put} from './model/tree.js';

const program = join(backends, 'upstart/jobs');

const held: readonly string[] = ['dbus', 'rsyslog', 'upstart-file-bridge', 'upstart-socket-bridge'];

/** Stanzas of a job, and whether it is held. */
const cases: readonly (readonly [string, boolean])[] = [
	['start on filesystem', true],
	['start on static-network-up', true],
	['start on net-device-up IFACE!=lo', true],
	['start on started ssh', true],
	['start on (local-filesystems and net-device-up IFACE=eth0)', true],
	['start on (filesystem\n          # a comment (with a parenthesis\n          and started networking)', true],
	['start on socket PROTO=inet PORT=80 ADDR=127.0.0.1', true],
	['start on startup or filesystem', false],
	['start on runlevel [2345]', false],
	['start on filesystem and runlevel [2345]', false],
	['start on (filesystem or runlevel [2345])', true],
	// Left to right, with one precedence: (runlevel or filesystem) and started ssh.
	['start on runlevel 2 or filesystem and started ssh', true],
	['start on runlevel 2 and filesystem or started cron', false],
	['start on stopped rc RUNLEVEL=[2345]', false],
	['start on started rsyslog', false],
	['start on stopped rsyslog', true],
	['start on starting rsyslog', true],
	['start on starting networking', false],
	['start on starting', false],
	['start on started cron and filesystem', false],
	['start on net-device-added INTERFACE=eth0', false],
	['start on mounted MOUNTPOINT=/srv', false],
	['start on started no-such-job', false],
	['start on filesystem\nmanual', false],
	['start on filesystem\nstart on runlevel 2', false],
	['script\n\tstart on filesystem\nend script', false],
	['exec /bin/true\n# start on filesystem', false],
	['', false],
];

for (const {name, command} of shells) {
	const jobs = async (root: string) => {
		const {stdout} = await execa(command[0], [...command.slice(1), program], {env: {UMM_ROOT: root}});
		return stdout === '' ? [] : stdout.split('\n').map((line) => line.replace(/ follows$/, ''));
	};

	test(`${name}: of Ubuntu 14.04 the log, the bus and the bridges; of CentOS 6 what nothing starts in a held boot`, async (t) => {
		t.deepEqual(await jobs(await makeTree(t, 'trusty')), held);
		t.deepEqual(await jobs(await makeTree(t, 'centos6')), ['splash-manager']);
	});

	test(`${name}: by the events that start it`, async (t) => {
		const root = await makeTree(t, 'trusty');
		for (const [index, [stanzas]] of cases.entries())
			await put(join(root, `etc/init/case-${index}.conf`), `${stanzas}\n`);
		const found = new Set(await jobs(root));
		t.deepEqual(
			cases.map(([stanzas], index) => [stanzas, found.has(`case-${index}`)]),
			cases.map(([stanzas, isHeld]) => [stanzas, isHeld]),
		);
	});

	test(`${name}: an override file takes the place of what the job says`, async (t) => {
		const root = await makeTree(t, 'trusty');
		await put(join(root, 'etc/init/cron.override'), 'start on filesystem\n');
		await put(join(root, 'etc/init/rsyslog.override'), 'manual\n');
		await put(join(root, 'etc/init/nothing.override'), 'start on filesystem\n');
		t.deepEqual(await jobs(root), ['cron', ...held.filter((job) => job !== 'rsyslog')]);
	});

	test(`${name}: NetworkManager is not held, nor the bus that it waits for; what else waits for that is`, async (t) => {
		const root = await makeTree(t, 'trusty');
		await put(join(root, 'etc/init/network-manager.conf'), 'start on (local-filesystems and started dbus)\n');
		t.deepEqual(await jobs(root), [...held.filter((job) => job !== 'dbus'), 'systemd-logind'].sort());
	});

	test(`${name}: a node without /etc/init has no jobs`, async (t) => {
		t.deepEqual(await jobs(join(await makeTree(t, 'trusty'), 'srv')), []);
	});
}
