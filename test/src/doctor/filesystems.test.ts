import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {examineFilesystems} from '../../../src/doctor/filesystems.js';

test('remote filesystems that a login needs are named, others are not', async (t) => {
	const root = await mkdtemp(join(tmpdir(), 'umm-doctor-'));
	t.teardown(() => rm(root, {recursive: true}));
	t.deepEqual(await examineFilesystems(root), []);
	await mkdir(join(root, 'etc'));
	const lines = [
		'# filer:/old /home nfs defaults 0 0',
		'UUID=1 / ext4 errors=remount-ro 0 1',
		'UUID=2 /var ext4 defaults 0 2',
		'filer:/home /home/ nfs4 defaults 0 0',
		'/dev/sdb1 /root xfs _netdev,noatime 0 0',
		'filer:/srv /srv nfs defaults 0 0',
		'broken',
	];
	await writeFile(join(root, 'etc/fstab'), lines.join('\n'));
	const findings = await examineFilesystems(root);
	t.deepEqual(
		findings.map(({result, message}) => [result, message.replace(/ is a remote.*/, '')]),
		[
			['warning', '/home/'],
			['warning', '/root'],
		],
	);
	t.regex(
		findings[0]?.message ?? '',
		/\(nfs4\): while the boot is held it is not mounted, and so keys and files of those/,
	);
});
