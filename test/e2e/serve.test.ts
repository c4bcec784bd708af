import test from 'ava';
import type {Node} from './lab/node.js';
import {until} from './lab/poll.js';
import {Rack} from './lab/rack.js';
import {type Outcome, run} from './lab/run.js';
import {Terminal} from './support/terminal.js';
import {operational, pause, resume, status, ummNode} from './support/umm.js';

let rack: Rack;
let node: Node;
test.before(async () => {
	rack = await Rack.open();
	node = await ummNode(rack);
});
test.after.always(() => rack.close());

const port = 2222;

/** Call a verb through the embedded server. */
const call = (words: string): Promise<Outcome> => node.ssh(words, {port, timeout: 30});

/** Whether somebody listens on the port of the embedded server. */
async function isServed(): Promise<boolean> {
	const connect = node.inNetwork('timeout', '1', 'bash', '-c', `: </dev/tcp/${node.address}/${port}`);
	return (await run(connect)).status === 0;
}

test.serial(
	'where sshd answers, nothing else serves ssh, and the process that watches ends with the pause',
	async (t) => {
		await pause(node);
		t.is((await node.exec('systemctl is-active umm-serve.service')).stdout, 'active');
		t.false(await isServed());
		await resume(node);
		await until(async () => (await node.exec('systemctl is-active umm-serve.service')).stdout === 'inactive', {
			timeout: 60,
			what: 'umm-serve.service has ended',
		});
		t.pass();
	},
);

test.serial(
	'with a broken sshd the node is reached, looked at, repaired and resumed through the embedded server',
	async (t) => {
		await node.exec('echo "Port nonsense" >/etc/ssh/sshd_config.d/broken.conf');
		const boots = node.boots.length;
		await node.exec('umm on --yes --reason "broken sshd" >/dev/null');
		await until(async () => node.boots.length > boots && (await call('status')).stdout === 'umm', {
			timeout: 120,
			what: 'the embedded server answers',
		});
		{
			using terminal = Terminal.open(node, {port});
			await terminal.sees(/MAINTENANCE MODE/);
			await terminal.sees(/broken sshd/);
			terminal.types('3');
			await terminal.sees(/host key/);
		}
		t.is((await call('rm -rf /nowhere')).status, 2);
		t.is((await call('schedule add "rm /etc/ssh/sshd_config.d/broken.conf && systemctl restart ssh"')).status, 0);
		await node.waitSsh();
		t.is(await status(node), 'umm');
		t.is((await call('off')).status, 0);
		await operational(node);
		const {stdout} = await node.exec('umm audit');
		t.regex(stdout, /off/);
		t.regex(stdout, /console opened/);
		await until(async () => !(await isServed()), {timeout: 60, what: 'the embedded server has ended'});
	},
);
