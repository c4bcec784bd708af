/* Against the programs that tell the same of this machine. */
import test, {type ExecutionContext} from 'ava';
import {nodeReporter} from '../../../src/console/node-report.js';
import {execaRunner} from '../../../src/exec.js';
import type {Runner} from '../../../src/runner.js';

/** What a program prints; undefined, with a word in the test's log, where it is not installed. */
async function printed(t: ExecutionContext, ...command: [string, ...string[]]): Promise<string | undefined> {
	const {status, stdout} = await execaRunner.run(command);
	if (status === 0) return stdout;
	t.log(`${command[0]} is not there`);
	return undefined;
}

const report = () => nodeReporter(execaRunner)();

test('disks are those of df, with its sizes', async (t) => {
	const {disks} = await report();
	t.true(disks.length > 0);
	for (const {mount, size, full, inodesFull} of disks) {
		const df = await printed(t, 'df', '-B1', '--output=size,pcent,ipcent', mount);
		if (df === undefined) continue;
		const [dfSize, percent = '', inodes = ''] = df.split('\n').at(-1)?.trim().split(/\s+/) ?? [];
		t.is(size, Number(dfSize), mount);
		t.true(Math.abs(Math.ceil(full * 100) - Number.parseInt(percent, 10)) <= 1, mount);
		if (inodesFull !== undefined) {
			t.true(Math.abs(Math.ceil(inodesFull * 100) - Number.parseInt(inodes, 10)) <= 1, mount);
		}
	}
});

test('interfaces and default routes are those of ip', async (t) => {
	const {interfaces, defaultRoutes} = await report();
	t.false(interfaces.some(({name}) => name === 'lo'));
	const addresses = await printed(t, 'ip', '-j', 'address');
	if (addresses !== undefined) {
		const expected = (
			JSON.parse(addresses) as {
				ifname: string;
				operstate: string;
				link_type: string;
				flags: string[];
				addr_info: {local: string; prefixlen: number}[];
			}[]
		)
			.filter(({link_type}) => link_type !== 'loopback')
			.map(({ifname, operstate, flags, addr_info}) => ({
				name: ifname,
				link: operstate.toLowerCase(),
				// Node.js tells the addresses of those that are up.
				addresses: flags.includes('UP') ? addr_info.map(({local, prefixlen}) => `${local}/${prefixlen}`).sort() : [],
			}));
		t.deepEqual(
			interfaces.map((one) => ({...one, addresses: one.addresses.toSorted()})),
			expected,
		);
	}
	for (const family of ['-4', '-6']) {
		const routes = (await printed(t, 'ip', family, 'route', 'show', 'default')) ?? '';
		for (const [, via, device] of routes.matchAll(/^default via (\S+) dev (\S+)/gm)) {
			t.true(defaultRoutes.includes(`${via} dev ${device}`), `${via} dev ${device}`);
		}
	}
});

test('kernel, load, memory and time are those of uname and /proc', async (t) => {
	const {kernel, cpus, memory, uptime, init, load} = await report();
	t.is(kernel, (await printed(t, 'uname', '-sr')) ?? kernel);
	const total = /MemTotal: +(\d+)/.exec((await printed(t, 'cat', '/proc/meminfo')) ?? '')?.[1];
	t.is(memory.total, Number(total) * 1024);
	t.true(memory.available > 0 && memory.available <= memory.total);
	const up = Number.parseFloat((await printed(t, 'cat', '/proc/uptime')) ?? '');
	t.true(up >= uptime && up - uptime < 30);
	t.true(cpus >= 1);
	t.is(load.length, 3);
	t.true(init.length > 0);
});

test('at most one process is started, however often it is read', async (t) => {
	let started = 0;
	const runner: Runner = {
		run: async () => {
			started++;
			return {status: 0, stdout: 'systemd 252 (252.1)', stderr: ''};
		},
	};
	const read = nodeReporter(runner);
	await Promise.all([read(), read()]);
	await read();
	t.true(started <= 1);
});
