/* Writing /etc/umm.conf, through the package conf, which is loaded only when something is written. */
import {basename, dirname, extname} from 'node:path';
import {messageOf, UmmError} from '../errors.js';
import type {Paths} from '../paths.js';
import {syncDirectory} from '../state/file.js';
import {withLock} from '../state/lock.js';
import {readConf} from './config.js';
import {parseConf, patchConf} from './document.js';

/**
 * {@link setConfig}, one caller after the other: what each of two at once sets is in the file afterwards.
 *
 * @param who for the message to the one who waited in vain.
 * @throws UmmError (state) when somebody else does not come to an end; else as {@link setConfig}.
 */
export function changeConfig(
	{conf, confLock}: Pick<Paths, 'conf' | 'confLock'>,
	who: string,
	values: Readonly<Record<string, string>>,
): Promise<void> {
	const doing = `is changing ${conf} right now`;
	return withLock(confLock, {who, doing, patience: 10_000}, () => setConfig(conf, values));
}

/**
 * Set keys in the configuration file; comments, order and unknown keys stay. The file is replaced whole, or not at all.
 *
 * @param path the file, e.g. `/etc/umm.conf`.
 * @param values keys and their new values, already checked.
 * @throws UmmError (system) when the present file can't be trusted or the new one can't be written; the old one stands.
 */
export async function setConfig(path: string, values: Readonly<Record<string, string>>): Promise<void> {
	const {text, problem} = await readConf(path);
	if (problem !== undefined) {
		throw new UmmError('system', problem, {hints: [`look at it, then: chown root ${path}; chmod 644 ${path}`]});
	}
	if (/[\0\uFFFD]/.test(text)) {
		throw new UmmError('system', `${path} is not text: it is left as it is`, {
			hints: ['look at it and repair it by hand'],
		});
	}
	try {
		const {default: Conf} = await import('conf');
		const store = new Conf<Record<string, string>>({
			cwd: dirname(path),
			configName: basename(path, extname(path)),
			fileExtension: extname(path).slice(1),
			configFileMode: 0o644,
			accessPropertiesByDotNotation: false,
			deserialize: (present) => ({...parseConf(present).values}),
			serialize: (changed) => patchConf(text, changed),
		});
		store.set(values);
		await syncDirectory(dirname(path));
	} catch (error) {
		throw new UmmError('system', `cannot write ${path}: ${messageOf(error)}`, {cause: error});
	}
}
