import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {cache, whileLocked} from './cache.js';

/** The private key that opens root and anna on every node. */
export const identity = join(cache, 'id_ed25519');

/** @returns the public key that belongs to {@link identity}, which is made at the first call on a machine. */
export async function publicKey(): Promise<string> {
	await whileLocked('id_ed25519', ['sh', '-c', '[ -e "$0" ] || ssh-keygen -q -t ed25519 -N "" -f "$0"', identity]);
	return readFile(`${identity}.pub`, 'utf8');
}

/**
 * Options that ssh, scp and sftp understand alike: nothing of this machine's own ssh configuration, no question, no
 * connection shared with another call.
 */
export const sshOptions: readonly string[] = [
	...['-F', '/dev/null', '-i', identity],
	...Object.entries({
		BatchMode: 'yes',
		ConnectTimeout: '5',
		ControlMaster: 'no',
		IdentitiesOnly: 'yes',
		LogLevel: 'ERROR',
		ServerAliveCountMax: '3',
		ServerAliveInterval: '2',
		StrictHostKeyChecking: 'no',
		UserKnownHostsFile: '/dev/null',
	}).flatMap(([key, value]) => ['-o', `${key}=${value}`]),
];
