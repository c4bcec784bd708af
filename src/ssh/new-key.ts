import ssh2 from 'ssh2';

/**
 * Make a key pair of the type ssh-ed25519. ssh2 drops zeros that a public key begins with, as one of 256 does: what it
 * can't read again itself is not used.
 *
 * @returns the public key as one line, and the private key in OpenSSH's format.
 */
export function newKey(): {readonly public: string; readonly private: string} {
	const pair = ssh2.utils.generateKeyPairSync('ed25519');
	return ssh2.utils.parseKey(pair.private) instanceof Error ? newKey() : pair;
}
