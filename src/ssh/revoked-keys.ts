import {constants} from 'node:fs';
import {mkdtemp, open, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {messageOf} from '../errors.js';
import type {Runner} from '../runner.js';
import {keyAt, type PublicKey} from './public-key.js';

/** Bytes; a list of 100,000 keys. */
const limit = 16_777_216;

/** How a key revocation list begins (PROTOCOL.krl of OpenSSH). */
const magic = 'SSHKRL\n\0';

async function read(path: string): Promise<Buffer> {
	await using handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
	const stats = await handle.stat();
	if (!stats.isFile()) throw new Error('it is not a regular file');
	if (stats.size > limit) throw new Error(`it has more than ${limit} bytes`);
	return handle.readFile();
}

/** Have ssh-keygen(1) look into a key revocation list. It reads the key from a file only. */
async function isListed(path: string, {type, blob}: PublicKey, volatile: string, runner: Runner): Promise<boolean> {
	const directory = await mkdtemp(join(volatile, 'revoked-'));
	try {
		const key = join(directory, 'key.pub');
		await writeFile(key, `${type} ${blob.toString('base64')}\n`, {mode: 0o600});
		const {status, stdout, stderr} = await runner.run(['ssh-keygen', '-Q', '-f', path, key], {timeout: 5000});
		if (status === 0) return false;
		if (/: REVOKED$/m.test(stdout)) return true;
		throw new Error(`ssh-keygen -Q: ${stderr || `exit status ${status}`}`);
	} finally {
		await rm(directory, {recursive: true, force: true});
	}
}

/**
 * Whether a key is in sshd's RevokedKeys: a list of public keys, or a key revocation list (KRL). As in sshd, a file that
 * can't be read revokes all keys (sshd_config(5)).
 *
 * @param volatile a directory for a moment's files.
 * @returns why the key is not taken, in words for the log; undefined when it is.
 */
export async function whyRevoked(
	path: string,
	key: PublicKey,
	{volatile, runner}: {readonly volatile: string; readonly runner: Runner},
): Promise<string | undefined> {
	try {
		const content = await read(path);
		const isRevoked = content.subarray(0, magic.length).equals(Buffer.from(magic))
			? await isListed(path, key, volatile, runner)
			: content
					.toString('latin1')
					.split('\n')
					.some((line) => keyAt(line.trim())?.blob.equals(key.blob));
		return isRevoked ? `it is revoked in ${path}` : undefined;
	} catch (error) {
		return `all keys are refused, since ${path}, sshd's RevokedKeys, can't be used: ${messageOf(error)}`;
	}
}
