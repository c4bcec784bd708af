import {readdir, readFile} from 'node:fs/promises';
import {SocketAddress} from 'node:net';
import {networkInterfaces} from 'node:os';
import {join} from 'node:path';
import type {NetworkInterface} from '../console/snapshot.js';

const textOf = async (path: string) => (await readFile(path, 'utf8').catch(() => '')).trim();

/** ARPHRD_LOOPBACK of linux/if_arp.h. */
const loopback = '772';

async function interfaceAt(name: string): Promise<(NetworkInterface & {index: number}) | undefined> {
	const at = (file: string) => textOf(join('/sys/class/net', name, file));
	const link = await at('operstate');
	// There are files beside the interfaces, e.g. bonding_masters.
	if (link === '' || (await at('type')) === loopback) return undefined;
	return {name, link, addresses: [], index: Number(await at('ifindex'))};
}

/** The addresses of each interface; those of a label (`eth0:1`) are the interface's. */
function addressesByName(): ReadonlyMap<string, readonly string[]> {
	const addresses = new Map<string, string[]>();
	for (const [label, list = []] of Object.entries(networkInterfaces())) {
		const name = label.split(':')[0] as string;
		const known = addresses.get(name) ?? [];
		addresses.set(name, [...known, ...list.flatMap(({cidr}) => cidr ?? [])]);
	}
	return addresses;
}

/** The network interfaces of this node without loopback, in the order of the kernel. */
export async function readInterfaces(): Promise<readonly NetworkInterface[]> {
	const names = await readdir('/sys/class/net').catch(() => []);
	const found = (await Promise.all(names.map(interfaceAt))).filter((one) => one !== undefined);
	const addresses = addressesByName();
	return found
		.sort((a, b) => a.index - b.index)
		.map(({name, link}) => ({name, link, addresses: addresses.get(name) ?? []}));
}

/** Flags of a route (linux/route.h): RTF_UP, and RTF_REJECT of one that leads nowhere. */
const [up, reject] = [0x1, 0x200];
const leads = (flags: number) => (flags & (up | reject)) === up;

interface Route {
	readonly gateway: string;
	readonly device: string;
	readonly metric: number;
}

const described = (routes: readonly Route[]) =>
	routes
		.toSorted((a, b) => a.metric - b.metric)
		.map(({gateway, device}) => `${gateway === '' ? '' : `${gateway} `}dev ${device}`);

/** An IPv4 address of /proc/net/route: a number in the byte order of the machine, little-endian. */
const ipv4 = (hex: string) => [...Buffer.from(hex, 'hex')].reverse().join('.');

/**
 * The default routes of IPv4, the preferred one first.
 *
 * @param text of /proc/net/route (proc_pid_net(5)).
 * @returns e.g. `192.0.2.1 dev eth0`, or `dev ppp0` for one without a gateway.
 */
export function defaultRoutes4(text: string): readonly string[] {
	return described(
		text.split('\n').flatMap((line) => {
			const [device = '', destination, gateway = '', flags, , , metric, mask] = line.trim().split(/\s+/);
			if (destination !== '00000000' || mask !== '00000000') return [];
			if (!leads(Number.parseInt(flags ?? '', 16))) return [];
			return [{gateway: /^0*$/.test(gateway) ? '' : ipv4(gateway), device, metric: Number(metric)}];
		}),
	);
}

function ipv6(hex: string): string {
	const address = (hex.match(/.{4}/g) ?? []).join(':');
	return new SocketAddress({address, family: 'ipv6'}).address;
}

/**
 * The default routes of IPv6, the preferred one first.
 *
 * @param text of /proc/net/ipv6_route.
 * @returns e.g. `fe80::1 dev eth0`.
 */
export function defaultRoutes6(text: string): readonly string[] {
	return described(
		text.split('\n').flatMap((line) => {
			const [destination = '', length, , , gateway = '', metric, , , flags, device = ''] = line.trim().split(/\s+/);
			if (!/^0{32}$/.test(destination) || length !== '00' || !/^[0-9a-f]{32}$/.test(gateway)) return [];
			if (device === 'lo' || !leads(Number.parseInt(flags ?? '', 16))) return [];
			return [{gateway: /^0*$/.test(gateway) ? '' : ipv6(gateway), device, metric: Number.parseInt(metric ?? '', 16)}];
		}),
	);
}

/** The default routes of this node, IPv4 first. */
export async function readDefaultRoutes(): Promise<readonly string[]> {
	const [four, six] = await Promise.all([textOf('/proc/net/route'), textOf('/proc/net/ipv6_route')]);
	return [...defaultRoutes4(four), ...defaultRoutes6(six)];
}
