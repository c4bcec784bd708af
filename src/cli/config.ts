import {loadConfig} from '../config/config.js';
import {keys} from '../config/keys.js';
import {UmmError} from '../errors.js';
import {type Context, flag, mayAct, printJson, say, usageError, type VerbMain, warn} from './context.js';

function keyOf(context: Context, name: string | undefined): string {
	if (name !== undefined && Object.hasOwn(keys, name)) return name;
	throw usageError(context, `the keys are ${Object.keys(keys).join(', ')}, not ${JSON.stringify(name ?? '')}`);
}

async function list(context: Context): Promise<number> {
	const {document} = await loadConfig(context.paths.conf);
	const rows = Object.entries(keys).map(([key, {default: standard, meaning}]) => ({
		key,
		value: document.values[key] ?? standard,
		default: standard,
		set: document.values[key] !== undefined,
		meaning,
	}));
	if (flag(context, 'json')) printJson(context, 'umm/config/1', {keys: rows});
	else for (const {key, value, meaning} of rows) say(context, `${`${key}=${value}`.padEnd(28)} # ${meaning}`);
	return 0;
}

async function get(context: Context): Promise<number> {
	const key = keyOf(context, context.words[1]);
	const {document} = await loadConfig(context.paths.conf);
	const value = document.values[key] ?? keys[key]?.default ?? '';
	if (flag(context, 'json')) printJson(context, 'umm/config-get/1', {key, value});
	else say(context, value);
	return 0;
}

async function set(context: Context): Promise<number> {
	const assignment = context.words[1] ?? '';
	const at = assignment.indexOf('=');
	if (at === -1) throw usageError(context, 'umm config set takes KEY=VALUE');
	const key = keyOf(context, assignment.slice(0, at));
	const value = assignment.slice(at + 1);
	const {paths, env} = context;
	const {changeSetting, requester} = await import('./acting.js');
	if (!mayAct(paths) && keys[key]?.check(value) === undefined) {
		throw new UmmError('state', `only root may change ${paths.conf}`, {hints: ["try 'sudo umm config set'"]});
	}
	const auditor = {paths, by: requester(env), warn: (line: string) => warn(context, line)};
	const advice = await changeSetting(auditor, key, value);
	if (advice !== undefined) warn(context, advice);
	if (flag(context, 'json')) printJson(context, 'umm/config-get/1', {key, value});
	return 0;
}

async function check(context: Context): Promise<number> {
	const {paths} = context;
	const {document, problem} = await loadConfig(paths.conf);
	if (flag(context, 'json')) {
		printJson(context, 'umm/config-check/1', {file: paths.conf, problem: problem ?? null, findings: document.findings});
	} else {
		if (problem !== undefined) warn(context, problem);
		for (const {line, key, message, severity} of document.findings) {
			warn(context, `${paths.conf}:${line}: ${severity}: ${key === undefined ? '' : `${key}: `}${message}`);
		}
	}
	const wrong = problem !== undefined || document.findings.some(({severity}) => severity === 'error');
	if (!wrong && !flag(context, 'json')) say(context, `${paths.conf} is right`);
	return wrong ? 2 : 0;
}

/** `umm config list|get|set|check`. */
export const main: VerbMain = (context) => {
	const verbs: Readonly<Record<string, (context: Context) => Promise<number>>> = {list, get, set, check};
	const [name = 'list', argument, ...more] = context.words;
	const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
	if (!verb) throw usageError(context, `umm config takes list, get, set or check, not ${JSON.stringify(name)}`);
	const takes = name === 'get' || name === 'set';
	if (more.length > 0 || (!takes && argument !== undefined)) {
		throw usageError(context, `umm config ${name} takes ${takes ? 'one argument' : 'no argument'}`);
	}
	return verb(context);
};
