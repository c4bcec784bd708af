/* Logins to a paused node with other shells than bash. */
import test from 'ava';
import type {Node} from './lab/node.js';
import {until} from './lab/poll.js';
import {Rack} from './lab/rack.js';
import {must} from './support/schedule.js';
import {Terminal} from './support/terminal.js';
import {pause, resume, status, ummNode} from './support/umm.js';

let rack: Rack;
let node: Node;
test.before(async () => {
	rack = await Rack.open();
	node = await ummNode(rack);
	await pause(node);
});
test.after.always(() => rack.close());

const zprofile = '/etc/zsh/zprofile';
const line = /^if \[\[ -e \/run\/umm\/paused .* # umm\(8\)$/gm;
const shipped = () => must(node, `dpkg-deb --fsys-tarfile /opt/zsh-common_*.deb | tar -xO .${zprofile} | sha256sum`);
const present = () => must(node, `sha256sum <${zprofile}`);
const lines = async () => (await node.files.read(zprofile)).match(line)?.length ?? 0;

/** Kill the console: what the login leaves then is its shell. */
const killConsole = () => node.exec('pkill -KILL -f "umm.cjs [c]onsole"');

test.serial('dash is as good a shell for root as bash', async (t) => {
	await node.exec('usermod -s /bin/dash root');
	t.teardown(() => node.exec('usermod -s /bin/bash root'));
	using terminal = Terminal.open(node);
	await terminal.sees(/MAINTENANCE MODE/);
	await killConsole();
	await terminal.sees(/the console ended with status 137; here is a shell/);
	await terminal.does('echo $((40 + 2)) $0', /42 -dash/);
	await terminal.tells('exit');
	t.is(await terminal.ended(), 0);

	using other = Terminal.open(node);
	await other.sees(/MAINTENANCE MODE/);
	await other.leaves();
	t.is(await other.ended(), 0);
});

test.serial('zsh that is installed later is wired by that, and umm doctor says so', async (t) => {
	t.notRegex(await must(node, 'umm doctor'), /zsh/);
	const installed = await node.ssh('dpkg -i /opt/zsh*.deb', {timeout: 300});
	t.is(installed.status, 0, installed.stderr);
	t.is(await lines(), 1);
	t.regex(await must(node, 'umm doctor'), /ok +login: \/etc\/zsh\/zprofile opens the console at a login with zsh/);
	await must(node, 'umm install');
	t.is(await lines(), 1);
	t.is(await status(node), 'umm');
});

test.serial('a login with zsh opens the console of a paused node, and a command does not', async (t) => {
	await must(node, 'usermod -s /bin/zsh root; touch /root/.zshrc');
	t.like(await node.ssh('echo out; echo err >&2; exit 3'), {status: 3, stdout: 'out', stderr: 'err'});
	t.like(await node.ssh("zsh -lc 'echo login; exit 4'", {tty: true}), {status: 4, stdout: 'login'});
	t.like(await node.ssh("zsh -lic 'echo login; exit 5'", {tty: true}), {status: 5, stdout: 'login'});
	using terminal = Terminal.open(node);
	await terminal.sees(/MAINTENANCE MODE/);
	terminal.types('s');
	await terminal.sees(/A shell opens/);
	terminal.types('y');
	await terminal.does('echo $((40 + 2)) $ZSH_VERSION', /42 5\.\d/);
	await terminal.tells('exit');
	await terminal.sees(/MAINTENANCE MODE/);
	await terminal.leaves();
	t.is(await terminal.ended(), 0);
});

test.serial('a zsh that reads /etc/profile too asks once, and says once why there is a shell', async (t) => {
	await must(node, `cp -a ${zprofile} /root/zprofile && echo "emulate sh -c 'source /etc/profile'" >>${zprofile}`);
	using terminal = Terminal.open(node);
	await terminal.sees(/MAINTENANCE MODE/);
	await killConsole();
	await terminal.sees(/the console ended with status 137; here is a shell/);
	await terminal.does('echo $((40 + 2)) $?', /42 0/);
	t.is(terminal.words().match(/here is a shell/g)?.length, 1);
	await terminal.tells('exit');
	t.is(await terminal.ended(), 0);
	await must(node, `cp -a /root/zprofile ${zprofile}`);
});

test.serial('umm uninstall gives zsh back the same bytes, also where the file has no newline at its end', async (t) => {
	await resume(node);
	using terminal = Terminal.open(node);
	await terminal.does('echo $((40 + 2)) $?', /42 0/);
	t.notRegex(terminal.words(), /umm/);
	const dryRun = await must(node, 'umm uninstall --dry-run');
	t.regex(dryRun, /^would remove \/etc\/zsh\/zprofile: - if \[\[ .* # umm\(8\)$/m);
	t.is(await must(node, 'umm uninstall'), dryRun.replaceAll('would remove', 'removed '));
	t.is(await present(), await shipped());

	await must(node, `printf 'export A=1' >>${zprofile} && chmod 640 ${zprofile} && chown root:adm ${zprofile}`);
	const before = `${await present()} ${await must(node, `stat -c '%a %U %G' ${zprofile}`)}`;
	t.regex(await must(node, 'umm install --dry-run'), /^would make +\/etc\/zsh\/zprofile: \+ if \[\[ /m);
	await must(node, 'umm install');
	t.is(await lines(), 1);
	t.is(await must(node, "zsh -lc 'echo $A'"), '1');
	await must(node, 'usermod -s /bin/bash root && dpkg --purge umm umm-core');
	t.is(`${await present()} ${await must(node, `stat -c '%a %U %G' ${zprofile}`)}`, before);
	t.is((await node.ssh('dpkg --purge zsh zsh-common')).status, 0);
	await until(async () => !(await node.files.exists('/etc/zsh')), {timeout: 60, what: 'zsh is gone'});
});
