/* The proof that a client has a key that may log in (RFC 4252, 7). */
import {createHash} from 'node:crypto';
import ssh2, {type AuthContext, type PublicKeyAuthContext} from 'ssh2';
import type {Authorise, Permit} from './authorise.js';
import {type Log, quoted} from './log.js';
import type {PublicKey} from './public-key.js';

/** As `ssh-keygen -l` prints it. */
function fingerprint({type, blob}: PublicKey): string {
	return `${type} SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

/** Whether the signature is the key's. ssh2 returns an Error object for some that are not: only `true` counts. */
function isProven({key, blob, signature, hashAlgo}: PublicKeyAuthContext): boolean {
	if (!blob || !signature) return false;
	const parsed = ssh2.utils.parseKey(key.data);
	return !(parsed instanceof Error) && parsed.verify(blob, signature, hashAlgo) === true;
}

async function decide(context: PublicKeyAuthContext, key: PublicKey, authorise: Authorise, peer: string) {
	// Signatures with SHA-1 are as sshd has them: no longer taken.
	if (key.type === 'ssh-rsa' && context.hashAlgo === undefined) return 'its signature would be SHA-1';
	const permit = await authorise(context.username, key, peer);
	if (typeof permit === 'string' || !context.signature) return permit;
	return isProven(context) ? permit : 'the signature is wrong';
}

/**
 * Answers the attempts of one connection to log in: public keys only.
 *
 * @param options `attempts`: keys that may fail; `tooMany` is called with the last of them, or when more is asked than so
 * many keys give reason to: which methods there are, and for each key whether it would do.
 * @returns a listener for ssh2's `authentication`; `loggedIn` is called at most once, before the client is told.
 */
export function authentication({
	authorise,
	peer,
	attempts,
	log,
	loggedIn,
	tooMany,
}: {
	authorise: Authorise;
	peer: string;
	attempts: number;
	log: Log;
	loggedIn: (user: string, permit: Permit) => void;
	tooMany: () => void;
}): (context: AuthContext) => void {
	let failed = 0;
	let asked = 0;
	const refuse = (context: AuthContext, why: string) => {
		log(`refused ${quoted(context.username)} from ${peer}: ${why}`);
		failed++;
		context.reject(['publickey']);
		if (failed >= attempts) tooMany();
	};
	const answer = async (context: AuthContext) => {
		// The question which methods there are (RFC 4252, 5.2).
		if (context.method === 'none') return context.reject(['publickey']);
		if (context.method !== 'publickey') return refuse(context, `${context.method} is no way in, only publickey is`);
		const key: PublicKey = {type: context.key.algo, blob: context.key.data};
		const permit = await decide(context, key, authorise, peer);
		if (typeof permit === 'string') return refuse(context, `${fingerprint(key)}: ${permit}`);
		if (context.signature) {
			log(`login of ${context.username} from ${peer} with ${fingerprint(key)}`);
			loggedIn(context.username, permit);
		}
		context.accept();
	};
	return (context) => {
		if (failed >= attempts) return;
		if (++asked > 2 * attempts + 1) {
			failed = attempts;
			tooMany();
			return;
		}
		answer(context).catch((error: unknown) => refuse(context, `a fault of umm's: ${error}`));
	};
}
