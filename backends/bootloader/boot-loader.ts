import type {Finding} from '../../src/console/snapshot.js';
import {UmmError} from '../../src/errors.js';
import type {Runner} from '../../src/runner.js';

/** Where the package has the program. */
const programPath = '/usr/lib/umm/bootloader/entry';

/** The menu entry of the boot loader that holds one boot, as a program to call (docs/internals.md, Boot loaders). */
export interface BootLoader {
	/**
	 * Make or remove the entry and what keeps it up to date.
	 *
	 * @returns `changes`: a line for each file that is or would be touched; `notes`: what was passed over, and why.
	 * @throws UmmError (system) when the program can't run.
	 */
	change(
		verb: 'install' | 'remove',
		options: {dryRun: boolean},
	): Promise<{readonly changes: readonly string[]; readonly notes: readonly string[]}>;
	/** Whether the entry is there and boots the default kernel; one finding for each boot loader. */
	examine(): Promise<readonly Finding[]>;
}

const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');

export function bootLoaderAt(runner: Runner, path = programPath): BootLoader {
	return {
		async change(verb, {dryRun}) {
			const {status, stdout, stderr} = await runner.run([path, verb, ...(dryRun ? ['--dry-run'] : [])]);
			if (status !== 0) {
				throw new UmmError('system', `${path} ${verb} failed with exit status ${status}: ${stderr}`, {
					hints: ['reinstall the package'],
				});
			}
			return {changes: linesOf(stdout), notes: linesOf(stderr).map((line) => line.replace(/^umm: /, ''))};
		},
		async examine() {
			const {stdout, stderr} = await runner.run([path, 'examine']);
			const findings = linesOf(stdout).map((line): Finding => {
				const [result, message = '', hint = ''] = line.split('\t');
				return {
					check: 'boot entry',
					result: result === 'ok' ? 'ok' : 'warning',
					message,
					...(hint === '' ? {} : {hint}),
				};
			});
			if (findings.length > 0) return findings;
			return [
				{
					check: 'boot entry',
					result: 'warning',
					message: `${path} does not run: ${stderr}`,
					hint: 'reinstall the package',
				},
			];
		},
	};
}
