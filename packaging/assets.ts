import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {verbs} from '../src/cli/verbs.js';
import {bashCompletion} from './completions/bash.js';
import {fishCompletion} from './completions/fish.js';
import {zshCompletion} from './completions/zsh.js';
import {checkout, type Edition} from './edition.js';
import {confPage, ummPage} from './man.js';

/** What is made from the table of verbs and the keys of the configuration: manual pages and completions. */
export async function assets(edition: Edition) {
	const page = (name: string) => readFile(join(checkout, 'docs/man', name), 'utf8');
	return {
		ummPage: ummPage(await page('umm.8.in'), verbs, edition),
		confPage: confPage(await page('umm.conf.5.in'), edition),
		bash: bashCompletion(verbs),
		zsh: zshCompletion(verbs),
		fish: fishCompletion(verbs),
	};
}
