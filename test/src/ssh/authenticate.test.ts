/* The proof that a client has its key, asked for by clients that lie. */
import {readFile} from 'node:fs/promises';
import test from 'ava';
import ssh2, {type ParsedKey} from 'ssh2';
import {open} from './bare-server.js';
import {makeKey, publicKey} from './client.js';

type Sign = (data: Buffer, hash: string | undefined) => Buffer | undefined;

/** Offers a key, and signs as a test has it; undefined: never. */
class Agent extends ssh2.BaseAgent {
	readonly #line: string;
	readonly #sign: Sign;

	constructor(line: string, sign: Sign) {
		super();
		this.#line = line;
		this.#sign = sign;
	}

	override getIdentities(done: (error: undefined, keys: never[]) => void) {
		done(undefined, [ssh2.utils.parseKey(this.#line)] as never[]);
	}

	override sign(_key: unknown, data: Buffer, ...rest: unknown[]) {
		const [options] = rest as [{hash?: string}];
		const done = rest.at(-1) as (error: undefined, signature: Buffer) => void;
		const signature = this.#sign(data, options.hash);
		if (signature) done(undefined, signature);
	}
}

/** Log in with an agent. @returns whether it got in, when the connection is over or it is in. */
async function attempt(port: number, line: string, sign: Sign): Promise<boolean> {
	const client = new ssh2.Client();
	const {promise, resolve} = Promise.withResolvers<boolean>();
	client.on('ready', () => resolve(true));
	client.on('close', () => resolve(false));
	client.on('error', () => undefined);
	client.connect({host: '127.0.0.1', port, username: 'root', agent: new Agent(line, sign)});
	return promise.finally(() => client.destroy());
}

const privateKey = async (path: string) => ssh2.utils.parseKey(await readFile(path, 'utf8')) as ParsedKey;

for (const kind of ['ed25519', 'ecdsa', 'rsa']) {
	test.serial(`${kind}: a signature over other data, or none of the key's, does not log in`, async (t) => {
		const {server, directory, key} = await open(t, {}, 'ed25519', kind);
		const line = await publicKey(key);
		const own = await privateKey(key);
		const other = await privateKey(await makeKey(directory, 'other', '-t', kind));
		const sign = (by: ParsedKey, data: Buffer, hash?: string) => by.sign(data, hash) as Buffer;
		let earlier: Buffer | undefined;
		t.true(
			await attempt(server.port, line, (data, hash) => {
				earlier = sign(own, data, hash);
				return earlier;
			}),
			'the right one does',
		);
		const lies: Readonly<Record<string, Sign>> = {
			'of an earlier connection': () => earlier,
			'over nothing': (_, hash) => sign(own, Buffer.alloc(0), hash),
			'for another session': (data, hash) => sign(own, Buffer.concat([Buffer.alloc(36), data.subarray(36)]), hash),
			'for another user': (data, hash) =>
				sign(own, Buffer.from(data.toString('latin1').replace('root', 'anna'), 'latin1'), hash),
			'by another key': (data, hash) => sign(other, data, hash),
			'of zeros': () => Buffer.alloc(64),
			'of nothing': () => Buffer.alloc(0),
			'of three bytes': () => Buffer.alloc(3),
			'of 4096 bytes': () => Buffer.alloc(4096, 1),
		};
		for (const [name, lie] of Object.entries(lies)) t.false(await attempt(server.port, line, lie), name);
		t.is(server.log.match(/login of/g)?.length, 1);
		t.regex(server.log, /the signature is wrong/);
	});
}

test.serial('a key that is offered and not signed opens nothing', async (t) => {
	const {server, key} = await open(t);
	const client = new ssh2.Client();
	const asked = Promise.withResolvers<void>();
	const agent = new Agent(await publicKey(key), () => {
		asked.resolve();
		return undefined;
	});
	client.on('error', () => undefined);
	client.connect({host: '127.0.0.1', port: server.port, username: 'root', agent});
	await asked.promise;
	const inner = client as unknown as {
		_protocol: {
			exec(channel: number, command: string, wantReply: boolean): void;
			_packetRW: {write: {allocStart: number; alloc(size: number): Buffer; finalize(packet: Buffer): Buffer}};
			_cipher: {encrypt(packet: Buffer): void};
		};
	};
	// It says itself what only the server may say: that the login has succeeded (RFC 4252, 5.1).
	const {_packetRW, _cipher} = inner._protocol;
	const success = _packetRW.write.alloc(1);
	success[_packetRW.write.allocStart] = 52;
	_cipher.encrypt(_packetRW.write.finalize(success));
	const error = await new Promise((resolve) => client.exec('echo', (problem) => resolve(problem)));
	t.regex(String(error), /Channel open failure/);
	inner._protocol.exec(0, 'echo', false);
	client.end();
	t.truthy(await server.logs(/a connection without login from 127\.0\.0\.1 ended/));
	t.notRegex(server.log, /login of|session \d/);
});

test.serial('who asks and asks, and tries no key, is ended', async (t) => {
	const {server, run} = await open(t, {attempts: 3});
	const client = new ssh2.Client();
	let asked = 0;
	client.on('error', () => undefined);
	const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
	client.connect({
		host: '127.0.0.1',
		port: server.port,
		username: 'root',
		authHandler: () => {
			asked++;
			return 'none';
		},
	} as ssh2.ConnectConfig);
	await closed;
	t.is(asked, 8);
	await server.logs(/too many keys were tried/);
	t.is((await run('seven')).status, 7);
});
