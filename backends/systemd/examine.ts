import {access, constants, readdir} from 'node:fs/promises';
import {join} from 'node:path';
import type {Finding} from '../../src/console/snapshot.js';
import type {Paths} from '../../src/paths.js';
import type {Runner} from '../../src/runner.js';
import {reinstall} from '../../src/wiring/examine.js';
import {bypassingWord} from './kernel-words.js';

const may = (path: string, mode: number) =>
	access(path, mode).then(
		() => true,
		() => false,
	);

async function examinePrograms(lib: string): Promise<Finding[]> {
	const findings: Finding[] = [];
	for (const program of ['gate', 'systemd/generator', 'evidence']) {
		const path = join(lib, program);
		if (!(await may(path, constants.X_OK))) {
			findings.push({check: 'wiring', result: 'broken', message: `${path} is not executable`, hint: reinstall});
		}
	}
	return findings;
}

async function examineUnits(runner: Runner): Promise<Finding[]> {
	const names = ['umm.target', 'umm-boot.service', 'umm-queue.service', 'umm-serve.service'];
	const {stdout} = await runner.run(['systemctl', 'show', '--property=Id,LoadState', ...names]);
	const missing = names.filter(
		(name) => !stdout.includes(`Id=${name}\nLoadState=loaded`) && !stdout.includes(`LoadState=loaded\nId=${name}`),
	);
	return [
		missing.length === 0
			? {check: 'units', result: 'ok', message: 'umm.target and its units load'}
			: {check: 'units', result: 'broken', message: `systemd does not load ${missing.join(', ')}`, hint: reinstall},
	];
}

async function examineSsh(runner: Runner): Promise<Finding[]> {
	const names = ['ssh.socket', 'sshd.socket', 'ssh.service', 'sshd.service', 'dropbear.socket', 'dropbear.service'];
	const {stdout} = await runner.run(['systemctl', 'list-unit-files', '--no-legend', '--no-pager', ...names]);
	const enabled = stdout.split('\n').flatMap((line) => {
		const [name, state] = line.trim().split(/\s+/);
		return name !== undefined && state === 'enabled' ? [name] : [];
	});
	const findings: Finding[] = [
		enabled.length > 0
			? {check: 'ssh', result: 'ok', message: `${enabled.join(' and ')} will come up while the boot is held`}
			: {
					check: 'ssh',
					result: 'broken',
					message: 'no unit of an ssh server is enabled: a held node could be reached at its own console only',
					hint: "'systemctl enable ssh' (or sshd)",
				},
	];
	if (enabled.some((name) => name.startsWith('ssh'))) {
		const keys = (await readdir('/etc/ssh').catch(() => [])).filter((name) => /^ssh_host_.*_key$/.test(name));
		findings.push(
			keys.length > 0
				? {check: 'ssh', result: 'ok', message: `${keys.length} ssh host keys exist`}
				: {check: 'ssh', result: 'broken', message: 'there is no ssh host key in /etc/ssh', hint: "'ssh-keygen -A'"},
		);
	}
	return findings;
}

async function examineKernelWords(paths: Paths): Promise<Finding> {
	const word = await bypassingWord(paths.root);
	return word === undefined
		? {check: 'kernel words', result: 'ok', message: 'nothing on the kernel command line goes past default.target'}
		: {
				check: 'kernel words',
				result: 'broken',
				message: `the kernel command line has ${word}: such a boot is never held`,
				hint: "remove the word from the boot loader's configuration, and use 'systemctl set-default'",
			};
}

/** What `umm doctor` checks of systemd itself. @param lib directory of umm's shell files. */
export async function examineSystemd(paths: Paths, runner: Runner, lib: string): Promise<readonly Finding[]> {
	return [
		...(await examinePrograms(lib)),
		...(await examineUnits(runner)),
		...(await examineSsh(runner)),
		await examineKernelWords(paths),
	];
}
