#!/usr/bin/env node
import {messageOf, UmmError} from '../errors.js';
import {pathsUnder} from '../paths.js';
import {parseArguments} from './arguments.js';
import {main as audit} from './audit.js';
import {main as boots} from './boots.js';
import {main as config} from './config.js';
import {type Context, mayAct, report, type VerbMain} from './context.js';
import {helpOf, overview} from './help.js';
import {main as schedule} from './schedule.js';
import {main as status} from './status.js';
import {verbs} from './verbs.js';
import {version} from './version.js';

/**
 * The verbs that only look. What the others need, processes, hooks and the console, comes with acting.ts: a start
 * without it loads a fifth of the code, in few files, for each file that is loaded costs half a millisecond.
 */
const looking: Readonly<Record<string, VerbMain>> = {audit, boots, config, schedule, status};

/**
 * A part of umm that is loaded when it is needed.
 *
 * @throws UmmError (system) when it can't be: power loss or a full disk has cut the package short.
 */
async function part<T>(loading: Promise<T>): Promise<T> {
	try {
		return await loading;
	} catch (error) {
		throw new UmmError('system', `umm itself is damaged: ${messageOf(error)}`, {
			hints: ['reinstall the package umm', "'/usr/lib/umm/gate resume' lets a held boot go on without it"],
			cause: error,
		});
	}
}

async function runVerb(name: string, context: Context): Promise<number> {
	const own = Object.hasOwn(looking, name) ? looking[name] : undefined;
	if (own) return own(context);
	// Not with the other verbs that act, whose code is not needed for the first frame.
	if (name === 'console') return (await part(import('./console.js'))).main(context);
	const {acting} = await part(import('./acting.js'));
	return (acting[name] as VerbMain)(context);
}

async function main(argv: readonly string[]): Promise<number> {
	const {env} = process;
	const onTerminal = argv.length === 0 && process.stdin.isTTY === true && process.stdout.isTTY === true;
	const [name = onTerminal ? 'console' : 'status', ...rest] = argv;
	if (name === '--help' || name === '-h' || name === 'help') {
		const topic = verbs.find((verb) => verb.name === rest[0] && !verb.internal);
		process.stdout.write(topic && name === 'help' ? helpOf(topic) : overview(verbs));
		return 0;
	}
	if (name === '--version') {
		process.stdout.write(`umm ${version}\n`);
		return 0;
	}
	const verb = verbs.find((verb) => verb.name === name);
	if (!verb) {
		throw new UmmError('usage', `there is no verb ${JSON.stringify(name)}`, {hints: ["'umm --help' lists the verbs"]});
	}
	const {words, options, help} = parseArguments(verb, rest);
	if (help) {
		process.stdout.write(helpOf(verb));
		return 0;
	}
	const paths = pathsUnder(env['UMM_ROOT']);
	if (verb.root && !mayAct(paths)) {
		throw new UmmError('state', `only root may 'umm ${verb.name}'`, {hints: [`try 'sudo umm ${verb.name}'`]});
	}
	const context: Context = {
		verb,
		words,
		options,
		paths,
		env,
		// A stream is made when it is first used: making standard input alone takes 3 ms.
		get stdin() {
			return process.stdin;
		},
		get stdout() {
			return process.stdout;
		},
		get stderr() {
			return process.stderr;
		},
	};
	const exit = await runVerb(verb.name, context);
	if (argv.length === 0 && !onTerminal) process.stderr.write("umm: 'umm --help' lists what umm can do\n");
	return exit;
}

/* A reader that goes away (`umm boots | head`) is no error. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	if (error.code === 'EPIPE') process.exit(0);
	throw error;
});

/* Output is written by now: on Linux a process writes to files, pipes and terminals synchronously (process I/O in the
   manual of Node.js). An orderly end of the runtime would take a tenth of the time of a short verb. */
main(process.argv.slice(2)).then(
	(exit) => process.exit(exit),
	(error: unknown) => {
		if (!(error instanceof UmmError)) throw error;
		process.exit(report(process.stderr, error));
	},
);
