/* What an administrator meets when the installed console is broken: the real bundle, spoilt, from a real login. */
import {
	appendFileSync,
	cpSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {bundle} from '../../packaging/bundle.js';
import {TestTerminal} from '../ui/terminal.js';
import {Sandbox} from './sandbox.js';

const whole = await Sandbox.make();
test.before(() => bundle(join(whole.root, 'js')));
test.after.always(() => whole[Symbol.asyncDispose]());

/** Log in, by bash, to a paused node whose bundle has been spoilt. */
async function logIn(t: ExecutionContext, spoil: (js: string) => void) {
	const sandbox = await Sandbox.make();
	t.teardown(() => sandbox[Symbol.asyncDispose]());
	const {root} = sandbox;
	const js = join(root, 'usr/lib/umm/js');
	cpSync(join(whole.root, 'js'), js, {recursive: true});
	spoil(js);
	symlinkSync(process.execPath, join(root, 'usr/lib/umm/node'));
	await sandbox.copy('packaging/umm', 'usr/bin/umm');
	await sandbox.write('run/umm/paused', '');
	const snippet = await sandbox.copy('packaging/login/umm.sh', 'snippet');
	await sandbox.write('.bashrc', `. ${snippet}\nPS1='READY '\n`);
	await sandbox.write('bin/id', '#!/bin/sh\necho 0\n', 0o755);
	const env = {HOME: root, UMM_ROOT: root, PATH: `${join(root, 'bin')}:/usr/bin:/bin`};
	const terminal = TestTerminal.open(t, 'by-request', {columns: 120, script: 'exec /bin/bash -i', env});
	return {terminal, root, report: join(root, 'var/lib/umm/console-fault')};
}

/** A shell is there, on a terminal that is as it was. */
async function hasShell(t: ExecutionContext, terminal: TestTerminal): Promise<void> {
	await terminal.sees('READY');
	t.false(terminal.isAlternate);
	t.true(terminal.isCursorShown);
	await terminal.types('echo', ' sum $((40 + 2)); stty', 'enter');
	await terminal.sees('sum 42');
	t.notRegex(terminal.text(), /-(icanon|echo|isig|opost)/);
}

/** The process that a shell has started. */
async function childOf(pid: number): Promise<number> {
	const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
	if (children !== '') return Number(children);
	await sleep(50);
	return childOf(pid);
}

/** The part of the bundle that draws. */
function mountOf(js: string): string {
	const [mount = ''] = readdirSync(js).filter((name) => name.startsWith('mount'));
	return join(js, mount);
}

/** Have Ink's layout of a frame throw once a signal has come. */
function spoilLayout(js: string): void {
	const text = readFileSync(mountOf(js), 'utf8');
	const spoilt = text.replace('.calculateLayout(void 0,', '.calculateLayout(globalThis.spoilt?.(),');
	if (spoilt === text) throw new Error('Ink does not lay out as it did');
	writeFileSync(mountOf(js), spoilt);
}

for (const [what, thrown] of [
	["an error in Ink's own layout", 'globalThis.spoilt = () => { throw new Error("injected"); }'],
	['an error in a timer', 'setImmediate(() => { throw new Error("injected"); })'],
	['a promise that nobody awaits', 'Promise.reject(new Error("injected"))'],
] as const) {
	test.serial(`${what} leaves a report and a shell`, async (t) => {
		const {terminal, report} = await logIn(t, (js) => {
			spoilLayout(js);
			appendFileSync(join(js, 'console.js'), `;process.on('SIGUSR2', () => { ${thrown}; });`);
		});
		await terminal.sees('MAINTENANCE MODE');
		process.kill(await childOf(terminal.pid), 'SIGUSR2');
		await terminal.sees('this is a fault of umm: the console failed: injected');
		await terminal.sees(`a report is in ${report}`);
		await terminal.sees('umm: the console ended with status 4; here is a shell.');
		await hasShell(t, terminal);
		t.is(statSync(report).mode & 0o777, 0o600);
		t.regex(readFileSync(report, 'utf8'), /^umm \S+\nTERM xterm-256color\n.*^Error: injected\n {4}at /ms);
	});
}

test.serial('a part of the console that was cut short leaves a report and a shell', async (t) => {
	const {terminal, report} = await logIn(t, (js) => truncateSync(mountOf(js), 20_000));
	await terminal.sees(`a report is in ${report}`);
	await terminal.sees('umm: the console ended with status 4; here is a shell.');
	await hasShell(t, terminal);
	t.regex(readFileSync(report, 'utf8'), /SyntaxError/);
});

for (const [what, spoil] of [
	['missing', (path: string) => rmSync(path)],
	['cut short', (path: string) => truncateSync(path, 5000)],
] as const) {
	test.serial(`a console that is ${what} leaves a shell, and says what to do`, async (t) => {
		const {terminal} = await logIn(t, (js) => spoil(join(js, 'console.js')));
		await terminal.sees('reinstall the package umm');
		await terminal.sees('umm: the console ended with status 4; here is a shell.');
		await hasShell(t, terminal);
	});
}
