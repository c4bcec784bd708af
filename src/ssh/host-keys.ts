import {constants} from 'node:fs';
import {readdir, stat} from 'node:fs/promises';
import {join} from 'node:path';
import ssh2, {type ParsedKey} from 'ssh2';
import {messageOf, UmmError} from '../errors.js';
import {readOwn} from '../state/file.js';
import {weaknessOf} from './public-key.js';

/** A private host key that the server can use: the text of its file. */
export type HostKey = string;

/** Bytes. */
const limit = 65_536;

async function readKey(path: string): Promise<HostKey> {
	if (((await stat(path)).mode & constants.S_IRWXO) !== 0) throw new Error('others may read it');
	const text = readOwn(path, 0, limit);
	const key = ssh2.utils.parseKey(text);
	if (key instanceof Error) throw key;
	if (!key.isPrivateKey() || key.type === 'ssh-dss') throw new Error(`it is no private key for a host (${key.type})`);
	const weakness = weaknessOf({type: key.type, blob: key.getPublicSSH()});
	if (weakness !== undefined) throw new Error(weakness);
	return text;
}

/**
 * A host key as ssh2 has to be given it. Of its own accord ssh2 offers an RSA key with SHA-1, too, and no setting keeps it
 * from that; under the name of a kind of signature it offers that kind alone.
 */
export function offeredAs(text: HostKey): readonly {readonly key: ParsedKey}[] {
	const key = ssh2.utils.parseKey(text);
	if (key instanceof Error) throw key;
	if (key.type !== 'ssh-rsa') return [{key}];
	return ['rsa-sha2-512', 'rsa-sha2-256'].map((type) => ({
		key: Object.create(key, {type: {value: type}}) as ParsedKey,
	}));
}

/**
 * sshd's own host keys, so that a client finds the node that it knows.
 *
 * @param root directory that stands for `/`.
 * @param log is told of each key that can't be used, and why; never what is in it.
 * @throws UmmError (system) when there is none that can.
 */
export async function readHostKeys(root: string, log: (line: string) => void): Promise<readonly HostKey[]> {
	const directory = join(root === '' ? '/' : root, 'etc/ssh');
	const names = (await readdir(directory).catch(() => [])).filter((name) => /^ssh_host_.*_key$/.test(name)).sort();
	const keys: HostKey[] = [];
	for (const name of names) {
		try {
			keys.push(await readKey(join(directory, name)));
		} catch (error) {
			log(`the host key ${join(directory, name)} is not used: ${messageOf(error)}`);
		}
	}
	if (keys.length === 0) {
		throw new UmmError('system', `there is no host key in ${directory} that can be used`, {
			hints: ["'ssh-keygen -A' makes them"],
		});
	}
	return keys;
}
