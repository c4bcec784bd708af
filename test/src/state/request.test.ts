import {chmod, mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {dropRequest, parseRequest, type Request, readRequest, storeRequest} from '../../../src/state/request.js';
import {describeRequester} from '../../../src/state/requester.js';
import {temporaryDirectory} from '../runs/node.js';

const request: Request = {
	id: '0123456789abcdef',
	created: 1_700_000_000,
	reason: 'new kernel\n"6.12" \\ ü',
	by: {user: 'root', sudoUser: 'anna', sshPeer: '10.0.0.7', tty: '/dev/pts/0'},
	until: 1_700_003_600,
	afterwards: 'reboot',
	boot: 'aaaaaaaa-0000-4000-8000-000000000001',
};

test('a request is read back as it was stored', async (t) => {
	const path = join(await temporaryDirectory(t), 'request');
	t.true(await storeRequest(path, request));
	t.deepEqual(await readRequest(path, t.fail), request);
	const {until: _, ...rest} = request;
	await dropRequest(path);
	const plain: Request = {...rest, by: {user: 'root'}, afterwards: 'stay', reason: ''};
	t.true(await storeRequest(path, plain));
	t.deepEqual(await readRequest(path, t.fail), plain);
});

test('a second request does not replace the first', async (t) => {
	const path = join(await temporaryDirectory(t), 'request');
	t.true(await storeRequest(path, request));
	t.false(await storeRequest(path, {...request, id: 'other'}));
	t.is((await readRequest(path, t.fail))?.id, request.id);
});

test('a request is withdrawn once', async (t) => {
	const path = join(await temporaryDirectory(t), 'request');
	await storeRequest(path, request);
	t.true(await dropRequest(path));
	t.false(await dropRequest(path));
	t.is(await readRequest(path, t.fail), undefined);
});

test('a request that can’t be believed is none, and its path and the reason are said', async (t) => {
	const directory = await temporaryDirectory(t);
	const path = join(directory, 'request');
	await storeRequest(path, request);
	const warned = async () => {
		const warnings: string[] = [];
		t.is(await readRequest(path, (message) => warnings.push(message)), undefined);
		t.is(warnings.length, 1);
		t.true(warnings[0]?.startsWith(`the request in ${path} is ignored: `));
		return warnings[0] ?? '';
	};
	await chmod(path, 0o664);
	t.regex(await warned(), /others may write to it/);
	await chmod(path, 0o644);
	await writeFile(path, 'umm-request 1\nid=1\n');
	t.regex(await warned(), /ends before its end mark/);
	await writeFile(path, '');
	t.regex(await warned(), /not a record of the kind request/);
	await dropRequest(path);
	await mkdir(path);
	t.regex(await warned(), /not a regular file/);
});

test('what is missing or unknown in a request has a safe value', (t) => {
	t.deepEqual(parseRequest('umm-request 1\nafterwards=explode\nuntil=soon\n.\n'), {
		id: '',
		created: 0,
		reason: '',
		by: {user: 'unknown'},
		afterwards: 'stay',
		boot: '',
	});
});

test('who asked is one phrase', (t) => {
	t.is(describeRequester({user: 'root'}), 'root');
	t.is(describeRequester({user: 'anna', sudoUser: 'anna'}), 'anna');
	t.is(describeRequester(request.by), 'anna (root by sudo) from 10.0.0.7 on /dev/pts/0');
});
