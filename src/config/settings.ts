/* The configuration key by key: what it is, and changing one. */
import {type Auditor, audited} from '../audit/record.js';
import type {Setting} from '../console/snapshot.js';
import {UmmError} from '../errors.js';
import type {Paths} from '../paths.js';
import {describeRequester} from '../state/requester.js';
import {loadConfig} from './config.js';
import {keys} from './keys.js';
import {changeConfig} from './store.js';

/** All keys with their values; a value that is no good is shown as it is in the file, with what is wrong. */
export async function settingsOf({conf}: Pick<Paths, 'conf'>): Promise<readonly Setting[]> {
	const {document} = await loadConfig(conf);
	return Object.entries(keys).map(([key, {default: standard, meaning}]) => {
		const finding = document.findings.find((finding) => finding.key === key && finding.severity === 'error');
		return {
			key,
			value: document.values[key] ?? standard,
			default: standard,
			meaning,
			...(finding ? {fault: finding.message} : {}),
		};
	});
}

/**
 * Set one key for good.
 *
 * @returns what should be known of a value that is right; undefined when there is nothing.
 * @throws UmmError (usage) when there is no such key or the value is no good; (system) when the file can't be written.
 */
export async function changeSetting(auditor: Auditor, key: string, value: string): Promise<string | undefined> {
	const known = Object.hasOwn(keys, key) ? keys[key] : undefined;
	if (!known) throw new UmmError('usage', `the keys are ${Object.keys(keys).join(', ')}, not ${JSON.stringify(key)}`);
	if (/\p{Cc}/u.test(value) || (value.includes('"') && value.includes("'"))) {
		throw new UmmError('usage', `the value of ${key} must be one line with one kind of quotes at most`);
	}
	const problem = known.check(value);
	if (problem !== undefined) throw new UmmError('usage', `${key}=${value}: ${problem}`);
	await audited(auditor, {action: 'config set', detail: `${key}=${value}`}, () =>
		changeConfig(auditor.paths, describeRequester(auditor.by), {[key]: value}),
	);
	return known.advise?.(value);
}
