import {execFile} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {promisify} from 'node:util';
import test from 'ava';
import {assets} from '../../packaging/assets.js';
import {currentEdition, dateOf} from '../../packaging/edition.js';
import {publicVerbs} from '../../src/cli/help.js';
import {verbs} from '../../src/cli/verbs.js';
import {version} from '../../src/cli/version.js';
import {parseConf} from '../../src/config/document.js';
import {keys} from '../../src/config/keys.js';

const edition = {version, epoch: 0};

test('the manual pages and completions know every verb and option', async (t) => {
	const {ummPage, bash, zsh, fish} = await assets(edition);
	for (const {name, options} of publicVerbs(verbs)) {
		t.true(ummPage.includes(`.SS "umm ${name}"`), name);
		for (const text of [bash, zsh, fish]) t.regex(text, new RegExp(`\\b${name}\\b`), name);
		for (const option of Object.keys(options)) {
			t.true(ummPage.includes(`\\-\\-${option.replaceAll('-', '\\-')}`), option);
			t.true(bash.includes(`--${option}`), option);
			t.true(zsh.includes(`--${option}`), option);
			t.true(fish.includes(`-l ${option}`), option);
		}
	}
	for (const {name} of verbs.filter(({internal}) => internal)) t.notRegex(fish, new RegExp(`-a ${name}\\b`));
});

test('bash completes verbs, words, options, values and keys', async (t) => {
	const {bash} = await assets(edition);
	const complete = async (...words: string[]) => {
		const script = `${bash}\nCOMP_WORDS=("$@") COMP_CWORD=$(($# - 1))\n_umm 2>/dev/null\necho "\${COMPREPLY[*]}"`;
		const {stdout} = await promisify(execFile)('bash', ['--norc', '-c', script, 'bash', ...words]);
		return stdout.trim();
	};
	t.is(await complete('umm', 'o'), 'on off');
	t.is(await complete('umm', 'off', 'r'), 'reboot');
	t.is(await complete('umm', 'on', '--the'), '--then');
	t.is(await complete('umm', 'on', '--then', ''), 'off reboot');
	t.is(await complete('umm', 'on', '--then', '=', 'r'), 'reboot');
	t.is(await complete('umm', 'on', '--reason', ''), '');
	t.is(await complete('umm', 'config', 'set', 'R'), 'REBOOT_COUNT=');
	t.is(await complete('umm', 'on', '--', 'cat', '/proc/cmdlin'), '/proc/cmdline');
});

test('the shipped configuration has every key at its default, and nothing to complain of', async (t) => {
	const {values, findings} = parseConf(await readFile('packaging/umm.conf', 'utf8'));
	t.deepEqual(findings, []);
	t.deepEqual({...values}, Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, key.default])));
});

test('umm.conf(5) has every key and its default', async (t) => {
	const {confPage} = await assets(edition);
	for (const [name, key] of Object.entries(keys)) {
		t.true(confPage.includes(`\\fB${name}\\fR (default: \\fB${key.default}\\fR)`), name);
	}
});

test('the changelog and package.json have the version, and the epoch of the edition is a date', async (t) => {
	t.true((await readFile('packaging/debian/changelog', 'utf8')).startsWith(`umm (${version}) `));
	t.is(JSON.parse(await readFile('package.json', 'utf8')).version, version);
	t.regex(dateOf(await currentEdition()), /^20\d\d-\d\d-\d\d$/);
});
