/* What a client asks of a session before it begins, and how it begins (RFC 4254, 6). */
import type {Socket} from 'node:net';
import type {ServerChannel, Session as Ssh2Session} from 'ssh2';
import {ChannelOutput} from './channel-output.js';
import {FaultScope} from './faults.js';
import type {Log} from './log.js';
import type {Login, Session} from './session.js';
import {type Size, TerminalChannel} from './terminal-channel.js';

/** A session that begins. */
export interface Begun {
	readonly session: Session;
	readonly channel: ServerChannel;
	/** Aborted when the client has closed the channel; the connection aborts it when it is lost. */
	readonly gone: AbortController;
}

let sessions = 0;

/** Variables that a client may set: those that say how text looks to it. */
const isLocale = (name: string, value: string) => /^(LANG|LC_[A-Z]{1,20})$/.test(name) && /^[\w.@-]{1,64}$/.test(value);

/**
 * Answer the requests of a session: a locale, a terminal where the key allows one, then a login or one command. All
 * others are refused.
 *
 * @param options `socket` of the connection; `ends`: as in SSH_CONNECTION (ssh(1), ENVIRONMENT); `begin` is called once, if at all.
 */
export function takeRequests(
	session: Ssh2Session,
	{
		login,
		socket,
		ends,
		log,
		begin,
	}: {login: Login; socket: Socket; ends: string; log: Log; begin: (begun: Begun) => void},
): void {
	const {permit, user, peer} = login;
	const env: Record<string, string> = {SSH_CONNECTION: ends};
	if (permit.account.uid !== process.geteuid?.()) env['SUDO_USER'] = user;
	const scope = new FaultScope();
	const gone = new AbortController();
	let size: Size | undefined;
	let terminal: TerminalChannel | undefined;

	session.on('env', (accept, reject, {key, val}: {key: string; val: string}) => {
		if (!isLocale(key, val)) return reject?.();
		env[key] = val;
		return accept?.();
	});
	session.on('pty', (accept, reject, info) => {
		if (!permit.pty || size) return reject?.();
		size = info;
		if (/^[\w.+-]{1,64}$/.test(info.term)) env['TERM'] = info.term;
		return accept?.();
	});
	session.on('window-change', (accept, _reject, info) => {
		terminal?.resize(info);
		accept?.();
	});
	const start = (channel: ServerChannel | undefined, asked: string | undefined) => {
		// There is one already on this channel.
		if (!channel) return;
		const output = new ChannelOutput(channel, socket, gone.signal);
		terminal = size && scope.run(() => new TerminalChannel(channel, output, size as Size));
		const command = permit.command ?? asked;
		begin({
			session: {
				id: ++sessions,
				login,
				...(command === undefined ? {} : {command}),
				env,
				...(terminal ? {terminal} : {}),
				input: terminal ?? channel,
				output,
				gone: gone.signal,
				scope,
			},
			channel,
			gone,
		});
	};
	session.on('shell', (accept) => start(accept(), undefined));
	session.on('exec', (accept, _reject, {command}) => start(accept(), command));
	session.on('close', () => gone.abort());
	const refuse = (what: string) => (_accept: unknown, reject?: () => void) => {
		log(`refused ${user} from ${peer}: ${what}`);
		reject?.();
	};
	session.on('sftp', refuse('sftp'));
	session.on('subsystem', refuse('a subsystem'));
	session.on('x11', refuse('X11 forwarding'));
	session.on('auth-agent', refuse('agent forwarding'));
}
