/* Addresses of clients, and the lists of patterns that they are held against (ssh_config(5), PATTERNS). */
import {isIP} from 'node:net';

/** An address as a number, with its length in bits. */
interface Address {
	readonly bits: 32 | 128;
	readonly value: bigint;
}

/** An address as sshd shows it: without a scope, and IPv4 as such where the kernel maps it into IPv6. */
export function plainAddress(address: string): string {
	const bare = address.split('%')[0] as string;
	return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare.toLowerCase();
}

function numberOf(text: string): Address | undefined {
	const version = isIP(text);
	if (version === 0 || text.includes('%')) return undefined;
	const fold = (parts: readonly (string | number)[], size: bigint, base: '' | '0x') =>
		parts.reduce((sum: bigint, part) => (sum << size) | BigInt(`${base}${part}`), 0n);
	if (version === 4) return {bits: 32, value: fold(text.split('.'), 8n, '')};
	// The last 32 bits may be written as IPv4 (RFC 4291, 2.2).
	const groups = text.replace(/\d+\.\d+\.\d+\.\d+$/, (tail) => {
		const value = fold(tail.split('.'), 8n, '');
		return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
	});
	const [head = '', tail] = groups.split('::');
	const before = head === '' ? [] : head.split(':');
	const after = tail === undefined || tail === '' ? [] : tail.split(':');
	const zeros = Array.from({length: 8 - before.length - after.length}, () => 0);
	return {bits: 128, value: fold([...before, ...zeros, ...after], 16n, '0x')};
}

/** The network that one client can have all of: an address of IPv4, 64 bits of IPv6 (RFC 6177). */
export function networkOf(address: string): string {
	const number = numberOf(address);
	return number?.bits === 128 ? `${(number.value >> 64n).toString(16)}/64` : address;
}

/** `*` is any text, `?` one character; everything else is itself. */
export function wildcard(pattern: string): RegExp {
	const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
	return new RegExp(`^${escaped.replaceAll(/\*+/g, '.*').replaceAll('?', '.')}$`, 's');
}

/** Whether one pattern is the address; undefined when it is a network that can't be. */
function isMatch(pattern: string, text: string, address: Address): boolean | undefined {
	const [network = '', length, ...more] = pattern.split('/');
	const base = numberOf(network);
	if (base === undefined) return wildcard(pattern).test(text);
	if (more.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined;
	const prefix = Number(length ?? base.bits);
	if (prefix > base.bits) return undefined;
	const host = BigInt(base.bits - prefix);
	// As sshd: a network whose host part is not zero is a mistake, and a mistake must not let anybody in.
	if ((base.value >> host) << host !== base.value) return undefined;
	return base.bits === address.bits && base.value >> host === address.value >> host;
}

/**
 * Whether an address is in a comma-separated list: addresses, networks (`10.0.0.0/8`) and patterns with `*` and `?`; one
 * that begins with `!` and matches excludes it. Host names are not looked up, as with sshd's `UseDNS no`, so a name never
 * matches (sshd(8), from=).
 *
 * @param address as {@link plainAddress} makes it.
 * @returns undefined when the list has a network that can't be, e.g. `10.1.2.3/8`: then it admits nobody.
 */
export function isInList(address: string, list: string): boolean | undefined {
	const number = numberOf(address);
	if (number === undefined) return undefined;
	let matched = false;
	for (const entry of list.toLowerCase().split(',')) {
		const negated = entry.startsWith('!');
		const match = isMatch(negated ? entry.slice(1) : entry, address, number);
		if (match === undefined) return undefined;
		if (match && negated) return false;
		matched ||= match;
	}
	return matched;
}
