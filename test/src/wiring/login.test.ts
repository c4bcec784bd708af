import {chmod, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {execaRunner} from '../../../src/exec.js';
import {examineLogin, loginWiring} from '../../../src/wiring/login.js';
import {carryOut, planInstall} from '../../../src/wiring/plan.js';

async function node(t: ExecutionContext): Promise<string> {
	const root = await mkdtemp(join(tmpdir(), 'umm-login-'));
	t.teardown(() => rm(root, {recursive: true}));
	await mkdir(join(root, 'etc/profile.d'), {recursive: true});
	await writeFile(join(root, 'etc/profile.d/umm.sh'), '');
	return root;
}

const install = async (root: string) => carryOut(await planInstall(await loginWiring(root)), execaRunner);

test('without zsh there is nothing to wire, and nothing to find', async (t) => {
	const root = await node(t);
	t.deepEqual(await loginWiring(root), []);
	t.like(await examineLogin(root), [{result: 'ok'}]);
	t.is((await examineLogin(root)).length, 1);
	await rm(join(root, 'etc/profile.d/umm.sh'));
	t.like(await examineLogin(root), [{check: 'login', result: 'warning'}]);
});

test('where zsh has its directory, the doctor misses the line until it is there', async (t) => {
	const root = await node(t);
	await mkdir(join(root, 'etc/zsh'));
	await writeFile(join(root, 'etc/zsh/zprofile'), '# zsh\n');
	t.like((await examineLogin(root))[1], {
		result: 'warning',
		message: `umm's line is missing in ${root}/etc/zsh/zprofile`,
	});
	await install(root);
	t.like((await examineLogin(root))[1], {
		result: 'ok',
		message: `${root}/etc/zsh/zprofile opens the console at a login with zsh`,
	});
});

test('a zprofile that can’t be used keeps nobody from installing umm, and the doctor says so', async (t) => {
	const root = await node(t);
	const path = join(root, 'etc/zsh/zprofile');
	await mkdir(join(root, 'etc/zsh'));
	await install(root);
	t.regex((await examineLogin(root))[1]?.message ?? '', /zsh opens no console at a login: .*no such file/);
	await writeFile(path, '');
	await chmod(path, 0o666);
	await install(root);
	t.like((await examineLogin(root))[1], {result: 'warning', hint: "put that right, then 'umm install'"});
	t.regex((await examineLogin(root))[1]?.message ?? '', /others may write to it/);
});
