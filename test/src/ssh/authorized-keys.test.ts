import test from 'ava';
import {parseAuthorizedKeys} from '../../../src/ssh/authorized-keys.js';
import {makeKey, publicKey, scratch} from './client.js';

/* Keys of nobody. */
const ed25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDp7N2fLyvRE1MUsAAJnTxNu+nOSzY2C6h0e4iqtwn7s';
const [type = '', base64 = ''] = ed25519.split(' ');
const blob = Buffer.from(base64, 'base64');

const one = (line: string) => parseAuthorizedKeys(line)[0];

/* Lines that hold a key, and what their options come to. */
const understood: readonly (readonly [string, object])[] = [
	[ed25519, {pty: true}],
	[`${ed25519} anna@example`, {pty: true}],
	[`  \t${ed25519} a comment of many words`, {pty: true}],
	[`${ed25519}\r`, {pty: true}],
	[`no-pty ${ed25519}`, {pty: false}],
	[`NO-PTY ${ed25519}`, {pty: false}],
	[`no-pty,pty ${ed25519}`, {pty: true}],
	[`restrict ${ed25519}`, {pty: false}],
	[`restrict,pty ${ed25519}`, {pty: true}],
	[`pty,restrict ${ed25519}`, {pty: false}],
	[`no-port-forwarding,no-agent-forwarding,no-X11-forwarding,no-user-rc ${ed25519}`, {pty: true}],
	[`permitopen="host:22",permitlisten="8080",tunnel="0",environment="A=b" ${ed25519}`, {pty: true}],
	[`command="umm status" ${ed25519}`, {pty: true, command: 'umm status'}],
	[`command="echo \\"a,b\\" # no",no-pty ${ed25519}`, {pty: false, command: 'echo "a,b" # no'}],
	[`command="a\\b" ${ed25519}`, {pty: true, command: 'a\\b'}],
	[`from="10.0.0.0/8,!10.1.0.0/16" ${ed25519}`, {pty: true, from: '10.0.0.0/8,!10.1.0.0/16'}],
	[`expiry-time="20270101Z" ${ed25519}`, {pty: true, expiry: Date.UTC(2027, 0, 1) / 1000}],
	[`expiry-time="202701011530Z" ${ed25519}`, {pty: true, expiry: Date.UTC(2027, 0, 1, 15, 30) / 1000}],
	[`expiry-time="20270101153059utc" ${ed25519}`, {pty: true, expiry: Date.UTC(2027, 0, 1, 15, 30, 59) / 1000}],
	[`expiry-time="20270101" ${ed25519}`, {pty: true, expiry: new Date(2027, 0, 1).getTime() / 1000}],
	[`expiry-time="20280101Z",expiry-time="20270101Z" ${ed25519}`, {pty: true, expiry: Date.UTC(2027, 0, 1) / 1000}],
];

for (const [line, options] of understood) {
	test(`understood: ${JSON.stringify(line.replace(ed25519, 'KEY'))}`, (t) => {
		t.deepEqual(one(line), {line: 1, type, blob, options: options as never});
	});
}

/* Lines that hold a key which must admit nobody. */
const refused: readonly (readonly [string, RegExp])[] = [
	[`verify-required ${ed25519}`, /option "verify-required" is not understood/],
	[`cert-authority ${ed25519}`, /"cert-authority" is not understood/],
	[`principals="root" ${ed25519}`, /"principals" is not understood/],
	[`zos-key-ring-label="a" ${ed25519}`, /not understood/],
	[`no-restrict ${ed25519}`, /not understood/],
	[`no-command="a" ${ed25519}`, /not understood/],
	[`pty="no" ${ed25519}`, /not understood/],
	[`command ${ed25519}`, /not understood/],
	[`command=umm ${ed25519}`, /not well-formed/],
	[`command="a"b ${ed25519}`, /not well-formed/],
	[`command="a",command="b" ${ed25519}`, /command is given twice/],
	[`command="" ${ed25519}`, /option command is empty/],
	[`command=" " ${ed25519}`, /option command is empty/],
	[`from="1.2.3.4",from="*" ${ed25519}`, /from is given twice/],
	[`no-pty, ${ed25519}`, /not well-formed/],
	[`,no-pty ${ed25519}`, /not well-formed/],
	[`no-pty,,restrict ${ed25519}`, /not well-formed/],
	[`expiry-time="" ${ed25519}`, /no time/],
	[`expiry-time="2027" ${ed25519}`, /no time/],
	[`expiry-time="20270230Z" ${ed25519}`, /no time/],
	[`expiry-time="20271301Z" ${ed25519}`, /no time/],
	[`expiry-time="202701012400Z" ${ed25519}`, /no time/],
	[`expiry-time="20270101X" ${ed25519}`, /no time/],
	[`expiry-time="+1d" ${ed25519}`, /no time/],
	[`constructor ${ed25519}`, /"constructor" is not understood/],
	[`p\u0442y ${ed25519}`, /not well-formed/],
];

for (const [line, problem] of refused) {
	test(`refused: ${JSON.stringify(line.replace(ed25519, 'KEY'))}`, (t) => {
		const key = one(line);
		t.is(key?.options, undefined);
		t.regex(key?.problem ?? '', problem);
	});
}

/* Lines without a key that can be checked here. */
for (const line of [
	'',
	'   ',
	`# ${ed25519}`,
	`  # ${ed25519}`,
	type,
	`${type} `,
	`${type} not-base64!`,
	`${type} ${base64.slice(0, -4)}`,
	`${type} ${base64}AAAA=`,
	`${type}${base64}`,
	`ssh-rsa ${base64}`,
	`ecdsa-sha2-nistp256 ${base64}`,
	`sk-ssh-ed25519@openssh.com ${base64}`,
	`ssh-ed25519-cert-v01@openssh.com ${base64}`,
	`command="never ends ${ed25519}`,
	`command="a\\" ${ed25519}`,
	`command="a\\",from="10.0.0.1" ${ed25519}`,
	`command="a" ,no-pty ${ed25519}`,
	`a b ${ed25519}`,
	`${ed25519}\0`,
	`no-pty\0 ${ed25519}`,
]) {
	test(`no key: ${JSON.stringify(line.replace(base64, 'BASE64'))}`, (t) => t.deepEqual(parseAuthorizedKeys(line), []));
}

test('a line has its number, and a bad one does not hide the next', (t) => {
	const text = `# root's keys\n\nnonsense\nbogus ${ed25519}\n${ed25519}`;
	t.deepEqual(
		parseAuthorizedKeys(text).map(({line, problem}) => [line, problem === undefined]),
		[
			[4, false],
			[5, true],
		],
	);
});

test('a line of a mebibyte is read in no time', (t) => {
	const start = performance.now();
	for (const text of ['a,'.repeat(500_000), `command="${'\\"'.repeat(500_000)}`, `from="${'*,'.repeat(500_000)}"`]) {
		t.is(one(`${text} ${ed25519}`)?.options?.pty ?? false, text.startsWith('from'));
	}
	t.true(performance.now() - start < 2000);
});

test('keys of every kind that ssh-keygen makes are read; RSA keys that sshd finds too short are not', async (t) => {
	const directory = await scratch(t);
	const kinds = [
		['ed25519'],
		['ecdsa', '-b', '256'],
		['ecdsa', '-b', '384'],
		['ecdsa', '-b', '521'],
		['rsa', '-b', '2048'],
	] as const;
	for (const [index, [kind, ...options]] of kinds.entries()) {
		const line = await publicKey(await makeKey(directory, `${index}`, '-t', kind, ...options));
		const [name, data = ''] = line.split(' ');
		t.deepEqual(one(line), {line: 1, type: name as string, blob: Buffer.from(data, 'base64'), options: {pty: true}});
	}
	const short = Buffer.concat([
		Buffer.from([0, 0, 0, 7]),
		Buffer.from('ssh-rsa'),
		Buffer.from([0, 0, 0, 3, 1, 0, 1, 0, 0, 0, 65, 0]),
		Buffer.alloc(64, 0xff),
	]);
	t.regex(one(`ssh-rsa ${short.toString('base64')}`)?.problem ?? '', /fewer than 1024 bits/);
});
