import {createHash} from 'node:crypto';
import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {NodeReport} from '../console/snapshot.js';

type HostKey = NodeReport['hostKeys'][number];

/** The name that ssh-keygen -l gives an algorithm (sshd(8), AUTHORIZED_KEYS FILE FORMAT). */
const types: readonly (readonly [RegExp, string])[] = [
	[/ed25519/, 'ED25519'],
	[/^ecdsa-|^sk-ecdsa-/, 'ECDSA'],
	[/^ssh-rsa$/, 'RSA'],
	[/^ssh-dss$/, 'DSA'],
];

/** A public key as one line: algorithm, base64, comment. @returns undefined when it is none. */
function keyOf(line: string): HostKey | undefined {
	const [algorithm = '', base64 = ''] = line.trim().split(/\s+/);
	const blob = Buffer.from(base64, 'base64');
	// The key itself begins with the name of its algorithm (RFC 4253, section 6.6).
	const length = blob.length < 4 ? 0 : blob.readUInt32BE();
	if (algorithm === '' || blob.subarray(4, 4 + length).toString('latin1') !== algorithm) return undefined;
	const hash = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
	const type = types.find(([pattern]) => pattern.test(algorithm))?.[1] ?? algorithm;
	return {type, fingerprint: `SHA256:${hash}`};
}

/**
 * Fingerprints of the host keys, as ssh-keygen(1) -l prints them and a client shows them at its first login.
 *
 * @param directory of sshd's keys.
 */
export async function readHostKeys(directory = '/etc/ssh'): Promise<readonly HostKey[]> {
	const names = (await readdir(directory).catch(() => [])).filter((name) => /^ssh_host_.*_key\.pub$/.test(name));
	const texts = names.sort().map((name) => readFile(join(directory, name), 'utf8').catch(() => ''));
	return (await Promise.all(texts)).flatMap((text) => keyOf(text) ?? []);
}
