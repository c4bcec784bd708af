/* Nodes without systemd whose network is made by a service of the runlevel: NetworkManager, which needs D-Bus. */
import test, {type ExecutionContext} from 'ava';
import type {Layer} from './lab/files.js';
import type {Node} from './lab/node.js';
import {until} from './lab/poll.js';
import {Rack} from './lab/rack.js';
import {Terminal} from './support/terminal.js';
import {installUmm, pause, resume} from './support/umm.js';

/** Of the packages in /opt/network: the library that takes the place of another, which much depends on, goes first. */
const setup = `set -e
rm /etc/network/interfaces.d/host0
printf '#!/bin/sh\\nexit 101\\n' >/usr/sbin/policy-rc.d
chmod 755 /usr/sbin/policy-rc.d
cd /opt/network
{
	dpkg --force-unsafe-io,depends --auto-deconfigure --install libelogind0_*.deb
	dpkg --force-unsafe-io --install *.deb
} >/root/dpkg.log 2>&1 || { cat /root/dpkg.log >&2 && exit 1; }
rm /usr/sbin/policy-rc.d`;

/** A service of OpenRC's own kind, in the runlevel default. */
const service = (name: string, text: string): Layer => ({
	[`/etc/init.d/${name}`]: {text: `#!/sbin/openrc-run\n${text}`, mode: 0o755},
	[`/etc/runlevels/default/${name}`]: {link: `/etc/init.d/${name}`},
});

/** As Gentoo and Alpine have them: OpenRC starts the bus, of no runlevel, for NetworkManager; rules want their sets before. */
const ofOpenrc: Layer = {
	...service(
		'NetworkManager',
		`command=/usr/sbin/NetworkManager
pidfile=/run/NetworkManager/NetworkManager.pid
depend() { need dbus; provide net; }
`,
	),
	...service('ipset', 'depend() { before ip6tables; }\nstart() { : >/run/sets; }\n'),
	...service('ip6tables', 'start() { [ -e /run/sets ] && : >/run/rules; }\n'),
};
const toOpenrc = 'rm /etc/init.d/network-manager /etc/runlevels/default/network-manager /etc/runlevels/default/dbus';

/** NetworkManager's own file for the node's link, nm-settings-keyfile(5). */
const connection = (address: string) => ({
	text: `[connection]
id=lab
uuid=6b9d1b0e-6d3c-4a0e-9f5c-1f7c3e7f3c11
type=ethernet
interface-name=host0

[ipv4]
method=manual
address1=${address}/24
`,
	mode: 0o600,
});

const ofNetwork = ['NetworkManager', 'dbus-daemon', 'elogind-daemon'];
const others = ['cron', 'rsyslogd'];

/** The processes of some names that run on the node: name and pid, sorted. */
async function processes(node: Node, names: readonly string[]): Promise<string[]> {
	const {stdout} = await node.exec(`ps -o comm=,pid= -C ${names.join(',')}`);
	return stdout
		.split('\n')
		.filter(Boolean)
		.map((line) => line.trim().replace(/\s+/, ' '))
		.sort();
}

const withoutPid = (line: string) => line.replace(/ .*/, '');

/** A login opens the console, and elogind knows of it: where it does not answer, a login waits for 25 s. */
async function logsIn(t: ExecutionContext, node: Node): Promise<void> {
	using terminal = Terminal.open(node);
	await terminal.sees(/MAINTENANCE MODE/);
	t.regex((await node.exec('loginctl --no-legend list-sessions')).stdout, /\broot\b/);
	await terminal.leaves();
	t.is(await terminal.ended(), 0);
}

let rack: Rack;
test.before(async () => {
	rack = await Rack.open();
});
test.after.always(() => rack.close());

for (const [init, options] of [
	['sysvinit', {setup}],
	['openrc', {setup}],
	['busybox', {setup: `${setup}; ${toOpenrc}`, layers: [ofOpenrc]}],
] as const) {
	test.serial(`${init}: a paused node has the network that NetworkManager makes, and a login`, async (t) => {
		const node = await rack.node({init, ...options});
		await node.files.write('/etc/NetworkManager/system-connections/lab.nmconnection', connection(node.address));
		await installUmm(node);

		await pause(node);
		const held = await processes(node, ofNetwork);
		t.deepEqual(held.map(withoutPid), ofNetwork);
		t.deepEqual(await processes(node, others), []);
		if (init === 'busybox') t.is((await node.exec('ls /run/rules')).stdout, '/run/rules', 'the rules have their sets');
		await logsIn(t, node);

		await resume(node);
		const cron = async () => (await processes(node, ['cron'])).length > 0;
		await until(cron, {timeout: 60, what: 'the other services run'});
		t.deepEqual(await processes(node, ofNetwork), held, 'they are those that ran while it was paused');
		await node.powerCut();
	});
}
