/* Whose keys open a node, by real clients. */
import {readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {makeKey, publicKey, scratch, ssh, sshArguments} from './client.js';
import {SshNode} from './node.js';

/** A node, and what its root may log in with. */
async function nodeFor(t: ExecutionContext, ...lines: readonly string[]): Promise<SshNode> {
	const node = await SshNode.open(t);
	const path = join(node.cli.paths.root, 'root/.ssh/authorized_keys');
	await node.cli.node.write(path, lines.map((line) => `${line}\n`).join(''), 0o600);
	return node;
}

test.serial('a key that only the agent has logs in', async (t) => {
	const key = await makeKey(await scratch(t), 'key');
	const node = await nodeFor(t, await publicKey(key));
	const args = node.to({key: `${key}.pub`, options: ['-o', 'IdentityAgent=SSH_AUTH_SOCK']});
	const script = 'ssh-add -q "$0" && rm "$0" && exec ssh "$@" status';
	const {exitCode, stdout} = await execa('ssh-agent', ['sh', '-c', script, key, ...args], {reject: false});
	t.deepEqual({exitCode, stdout}, {exitCode: 0, stdout: 'umm'});
});

test.serial('a certificate opens nothing, and does not stand in the way of its key', async (t) => {
	const directory = await scratch(t);
	const [key, authority] = [await makeKey(directory, 'key'), await makeKey(directory, 'authority')];
	await execa('ssh-keygen', ['-q', '-s', authority, '-I', 'a test', '-n', 'root', `${key}.pub`]);
	const trusting = await nodeFor(
		t,
		`cert-authority ${await publicKey(authority)}`,
		`cert-authority,principals="root" ${await publicKey(authority)}`,
		await readFile(`${key}-cert.pub`, 'utf8'),
	);
	t.like(await trusting.ssh('status', {key}), {status: 255, stdout: ''});
	t.regex(trusting.server.log, /ssh-ed25519-cert-v01@openssh\.com SHA256:\S+: the key is not in/);
	t.notRegex(trusting.server.log, /login of/);
	const plain = await nodeFor(t, await publicKey(key));
	t.like(await plain.ssh('status', {key}), {status: 0});
});

test.serial('the key of the authority itself does not log in', async (t) => {
	const authority = await makeKey(await scratch(t), 'authority');
	const node = await nodeFor(t, `cert-authority ${await publicKey(authority)}`);
	t.like(await node.ssh('status', {key: authority}), {status: 255});
	t.regex(node.server.log, /authorized_keys:1: the option "cert-authority" is not understood/);
});

test.serial('a key whose command is empty may run nothing', async (t) => {
	const key = await makeKey(await scratch(t), 'key');
	const node = await nodeFor(t, `command="" ${await publicKey(key)}`);
	t.like(await ssh(node.to({key})), {status: 255});
	t.regex(node.server.log, /authorized_keys:1: the option command is empty/);
});

test.serial('nothing weaker is offered or taken than by sshd', async (t) => {
	const directory = await scratch(t);
	const dsa = await makeKey(directory, 'dsa', '-t', 'dsa');
	const rsa = await makeKey(directory, 'rsa', '-t', 'rsa', '-b', '2048');
	const node = await nodeFor(t, await publicKey(dsa), await publicKey(rsa));
	await rm(join(node.cli.paths.root, 'etc/ssh/ssh_host_ed25519_key'));
	await makeKey(join(node.cli.paths.root, 'etc/ssh'), 'ssh_host_rsa_key', '-t', 'rsa', '-b', '2048');
	await node.restart(t);
	const refused = async (key: string, options: readonly string[], why: RegExp) => {
		const more = [...options, 'LogLevel=INFO'].flatMap((option) => ['-o', option]);
		const {status, stderr} = await ssh([...sshArguments(node.server.port, key, 'root', more), 'status']);
		t.is(status, 255, options.join());
		t.regex(stderr, why, options.join());
	};
	t.like(await node.ssh('status', {key: rsa}), {status: 0});
	await refused(dsa, ['PubkeyAcceptedAlgorithms=ssh-dss'], /Permission denied \(publickey\)/);
	await refused(rsa, ['PubkeyAcceptedAlgorithms=ssh-rsa'], /Permission denied \(publickey\)/);
	const offer = /no matching host key type found\. Their offer: rsa-sha2-512,rsa-sha2-256\s*$/;
	await refused(rsa, ['HostKeyAlgorithms=ssh-rsa'], offer);
	for (const method of ['group1-sha1', 'group14-sha1', 'group-exchange-sha1', 'group18-sha512']) {
		await refused(rsa, [`KexAlgorithms=diffie-hellman-${method}`], /no matching key exchange method found/);
	}
	await refused(rsa, ['Ciphers=aes128-cbc,3des-cbc'], /no matching cipher found/);
	await refused(rsa, ['Ciphers=aes128-ctr', 'MACs=hmac-sha1,hmac-md5'], /no matching MAC found/);
});
