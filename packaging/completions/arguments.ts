import type {Verb} from '../../src/cli/verbs.js';
import {keys} from '../../src/config/keys.js';

/** Options of umm itself. */
export const ownOptions: Readonly<Record<string, string>> = {help: 'show help', version: 'show the version'};

/** What may come after a word of a verb, e.g. the keys after `umm config get`. */
export function afterWord(verb: Verb): ReadonlyMap<string, readonly string[]> {
	const names = Object.keys(keys);
	return verb.name === 'config'
		? new Map([
				['get', names],
				['set', names.map((name) => `${name}=`)],
			])
		: new Map();
}

/** Verbs that end in a command of the administrator's, which the shell completes as such. */
export function takesCommand(verb: Verb): boolean {
	return verb.name === 'on' || verb.name === 'schedule';
}
