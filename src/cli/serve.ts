import {loadConfig} from '../config/config.js';
import {UmmError} from '../errors.js';
import {execaRunner} from '../exec.js';
import {authoriseFrom} from '../ssh/authorise.js';
import {onDuty, standardTimes} from '../ssh/duty.js';
import {sshdAnswers} from '../ssh/sshd.js';
import {readSshdConfig} from '../ssh/sshd-config.js';
import {exists} from '../state/file.js';
import {usageError, type VerbMain, warn} from './context.js';
import {runVerb, sessionConsole} from './ssh-session.js';

/** `umm serve`: what umm-serve.service runs. */
export const main: VerbMain = async (context) => {
	if (context.words.length > 0) throw usageError(context, 'umm serve takes no argument');
	const {paths} = context;
	const log = (line: string) => warn(context, line);
	let port: number | undefined;
	const config = async () => (await loadConfig(paths.conf)).config;
	if ((await config()).sshServe === 'never') {
		log('SSH_SERVE is never: nothing is served');
		return 0;
	}
	if (!(await exists(paths.paused))) {
		throw new UmmError('state', 'this boot is not held, and only a held node is served');
	}
	const stop = new AbortController();
	for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
	await onDuty({
		isPaused: () => exists(paths.paused),
		isWanted: async () => {
			const {sshServe, sshPort} = await config();
			if (port !== undefined && port !== sshPort) {
				port = undefined;
				return 'no';
			}
			if (sshServe === 'auto') return (await sshdAnswers(execaRunner)) ? 'no' : 'unless';
			return sshServe === 'always' ? 'yes' : 'no';
		},
		start: async () => {
			// The console too: once the package is upgraded, what is not loaded is not there any more.
			const [{startServer}, {readHostKeys}] = await Promise.all([
				import('../ssh/server.js'),
				import('../ssh/host-keys.js'),
				import('../../ui/terminal/mount.js'),
			]);
			const server = await startServer({
				port: (await config()).sshPort,
				// A simulated node is this machine's affair alone.
				...(paths.root === '' ? {} : {host: '127.0.0.1'}),
				hostKeys: await readHostKeys(paths.root, log),
				authorise: authoriseFrom(paths, execaRunner),
				openConsole: (session, terminal) => sessionConsole(paths, session, terminal, log),
				runVerb: (words, session) => runVerb(words, session),
				log,
			});
			for (const problem of (await readSshdConfig(paths.root)).problems) log(problem);
			port = server.port;
			log(`serves ssh on port ${port}`);
			return server;
		},
		stop: stop.signal,
		times: standardTimes,
	});
	return 0;
};
