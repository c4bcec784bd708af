import type {Node} from '../lab/node.js';

/** What lives its own life: logs, dpkg's database, caches, temporary files, what root typed or was given. */
const restless = [
	...['/proc', '/sys', '/dev', '/run', '/tmp', '/var/tmp', '/var/log', '/var/lib/dpkg', '/var/cache'],
	...['/var/lib/systemd', '/var/backups', '/root', '/home'],
];

/**
 * @returns a line for each file on a node's disk: type, mode, owner, path and target of a link; checksums of all in
 *   /etc; and whatever in /run, /var/cache and root's home has umm in its name.
 */
export async function tree(node: Node): Promise<string[]> {
	const prune = restless.map((path) => `-path ${path}`).join(' -o ');
	const {status, stdout, stderr} = await node.exec(
		[
			`find / -xdev \\( ${prune} \\) -prune -o -printf '%y %m %u:%g %p %l\\n'`,
			'find /etc -type f -exec sha256sum {} +',
			"find /run /var/cache /var/lib/systemd /root /home -iname '*umm*' -print",
		].join(' && '),
	);
	if (status !== 0) throw new Error(`the files of ${node.name}: ${stderr}`);
	return stdout.split('\n').sort();
}

/** @returns the lines that only one of two trees has, as `- line` and `+ line`. */
export function difference(before: readonly string[], after: readonly string[]): string[] {
	const [old, now] = [new Set(before), new Set(after)];
	return [
		...before.filter((line) => !now.has(line)).map((line) => `- ${line}`),
		...after.filter((line) => !old.has(line)).map((line) => `+ ${line}`),
	];
}
