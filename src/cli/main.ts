#!/usr/bin/env node
import {UmmError} from '../errors.js';
import {pathsUnder} from '../paths.js';
import {parseArguments} from './arguments.js';
import {report, type VerbMain} from './context.js';
import {verbs} from './verbs.js';

/** The verbs' modules, each loaded only when it is called. */
const modules: Readonly<Record<string, () => Promise<{main: VerbMain}>>> = {
	status: () => import('./status.js'),
	on: () => import('./on.js'),
	off: () => import('./off.js'),
	enable: () => import('./enable.js'),
	disable: () => import('./disable.js'),
	schedule: () => import('./schedule.js'),
	boots: () => import('./boots.js'),
	config: () => import('./config.js'),
	doctor: () => import('./doctor.js'),
	wait: () => import('./wait.js'),
	install: () => import('./install.js'),
	uninstall: () => import('./uninstall.js'),
	console: () => import('./console.js'),
	hooks: () => import('./hooks.js'),
	sandbox: () => import('./sandbox.js'),
};

async function main(argv: readonly string[]): Promise<number> {
	const {stdin, stdout, stderr, env} = process;
	const onTerminal = stdin.isTTY === true && stdout.isTTY === true;
	const [name = onTerminal ? 'console' : 'status', ...rest] = argv;
	if (name === '--help' || name === '-h' || name === 'help') {
		const {overview, helpOf} = await import('./help.js');
		const topic = verbs.find((verb) => verb.name === rest[0] && !verb.internal);
		stdout.write(topic && name === 'help' ? helpOf(topic) : overview(verbs));
		return 0;
	}
	if (name === '--version') {
		const {version} = await import('./version.js');
		stdout.write(`umm ${version}\n`);
		return 0;
	}
	const verb = verbs.find((verb) => verb.name === name);
	if (!verb) {
		throw new UmmError('usage', `there is no verb ${JSON.stringify(name)}`, {hints: ["'umm --help' lists the verbs"]});
	}
	const {words, options, help} = parseArguments(verb, rest);
	if (help) {
		const {helpOf} = await import('./help.js');
		stdout.write(helpOf(verb));
		return 0;
	}
	const paths = pathsUnder(env['UMM_ROOT']);
	if (verb.root && paths.root === '' && process.geteuid?.() !== 0) {
		throw new UmmError('state', `only root may 'umm ${verb.name}'`, {hints: [`try 'sudo umm ${verb.name}'`]});
	}
	const load = modules[verb.name] as () => Promise<{main: VerbMain}>;
	const status = await (await load()).main({verb, words, options, paths, env, stdin, stdout, stderr});
	if (argv.length === 0 && !onTerminal) stderr.write("umm: 'umm --help' lists what umm can do\n");
	return status;
}

/* A reader that goes away (`umm boots | head`) is no error. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	if (error.code === 'EPIPE') process.exit(0);
	throw error;
});

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	if (!(error instanceof UmmError)) throw error;
	process.exitCode = report(process.stderr, error);
}
