/* Public keys as files and clients write them. */

/** A public key. */
export interface PublicKey {
	/** E.g. `ssh-ed25519`. */
	readonly type: string;
	/** The key itself (RFC 4253, 6.6). */
	readonly blob: Buffer;
}

/** The kinds of keys that can be checked here. DSA is as sshd has it: no longer taken. */
const types = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', 'ssh-rsa'] as const;

/** Bits of an RSA modulus (sshd_config(5), RequiredRSASize). */
const leastRsa = 1024;

/** The length-prefixed strings that a blob consists of (RFC 4251, 5); none when it does not. */
function fieldsOf(blob: Buffer): readonly Buffer[] {
	const fields: Buffer[] = [];
	for (let at = 0; at < blob.length; ) {
		const end = at + 4 <= blob.length ? at + 4 + blob.readUInt32BE(at) : Number.POSITIVE_INFINITY;
		if (end > blob.length) return [];
		fields.push(blob.subarray(at + 4, end));
		at = end;
	}
	return fields;
}

/** Length of the modulus: type, exponent, modulus (RFC 4253, 6.6). */
function rsaBits(blob: Buffer): number {
	const modulus = fieldsOf(blob)[2]?.toString('hex');
	return modulus ? BigInt(`0x${modulus}`).toString(2).length : 0;
}

/** A key at the beginning of a text: `TYPE BASE64 COMMENT`; undefined for one that can't be checked here. */
export function keyAt(text: string): PublicKey | undefined {
	const match = /^([\w@.-]+)[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t]|$)/.exec(text);
	const [, type, base64] = match ?? [];
	if (type === undefined || base64 === undefined || !(types as readonly string[]).includes(type)) return undefined;
	const blob = Buffer.from(base64, 'base64');
	if (blob.toString('base64') !== base64 || fieldsOf(blob)[0]?.toString('latin1') !== type) return undefined;
	return {type, blob};
}

/** Why sshd would not take a key at all, or undefined. */
export function weaknessOf({type, blob}: PublicKey): string | undefined {
	return type === 'ssh-rsa' && rsaBits(blob) < leastRsa ? `it has fewer than ${leastRsa} bits` : undefined;
}
