import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {administrator} from '../../src/accounts.js';
import {scratch} from './ssh/client.js';

const passwd = `root:x:0:0:root:/root:/bin/bash
toor:x:0:0::/root:
anna:x:1000:1000:Anna:/home/anna:/usr/bin/fish
bert:x:1001:27::/home/bert:/bin/sh
carl:x:1002:1002::/home/carl:/bin/sh
dora:x:1003:10::/home/dora:/sbin/nologin
emil:x:1004:10::/home/emil:/bin/false
fred:x:1005:10::/home/fred:/bin/sh
gina:x:1006:10::/home/gina:/bin/sh
hans:x::::/home/hans:/bin/sh
ida:x:1007
+::::::
`;
const group =
	'root:x:0:carl\nsudo:x:27:anna,dora\nwheel:x:10:emil\nsudoers:x:30:carl\n\nbroken\nsudo2:x:1002:\nstaff:x:50:anna\n';
const shadow = 'root:*:1::::::\nanna:!$y$j9T$x:1::::::\nfred:*:1:::::20000:\ngina:*:1:::::20001:\n';
const today = 20_001;

test('root and the members of sudo and wheel may log in, and nobody else', async (t) => {
	const root = await scratch(t);
	await mkdir(join(root, 'etc'));
	for (const [name, text] of Object.entries({passwd, group, shadow})) await writeFile(join(root, 'etc', name), text);
	const who = (name: string) => administrator(root, name, today);
	t.deepEqual(who('root'), {
		name: 'root',
		uid: 0,
		home: join(root, 'root'),
		shell: '/bin/bash',
		groups: ['root'],
		isLocked: false,
	});
	t.deepEqual(who('toor'), {
		name: 'toor',
		uid: 0,
		home: join(root, 'root'),
		shell: '/bin/sh',
		groups: ['root'],
		isLocked: false,
	});
	t.like(who('anna'), {uid: 1000, shell: '/usr/bin/fish', groups: ['sudo', 'staff'], isLocked: true});
	t.like(who('bert'), {uid: 1001}, 'by the primary group');
	t.like(who('gina'), {uid: 1006, isLocked: false}, 'the last day');
	t.is(who('carl'), 'not in the group sudo or wheel');
	t.is(who('dora'), 'the shell is /sbin/nologin');
	t.is(who('emil'), 'the shell is /bin/false');
	t.is(who('fred'), 'the account has expired');
	for (const name of ['hans', 'ida', '+', '', 'nobody', 'root\n', 'root:x', '__proto__']) {
		t.is(who(name), 'there is no such user', name);
	}
});

test('while there is /etc/nologin only root may log in', async (t) => {
	const root = await scratch(t);
	await mkdir(join(root, 'etc'));
	for (const [name, text] of Object.entries({passwd, group, nologin: ''}))
		await writeFile(join(root, 'etc', name), text);
	t.is(administrator(root, 'anna', today), 'there is /etc/nologin, and only root may log in');
	t.like(administrator(root, 'root', today), {uid: 0});
});

test('without a passwd nobody may', async (t) => {
	t.is(administrator(await scratch(t), 'root', today), 'there is no such user');
});
