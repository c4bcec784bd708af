/* Filesystems that are not there while the boot is held. */
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Finding} from '../console/snapshot.js';

const remoteTypes = /^(nfs4?|cifs|smb3|smbfs|ceph|glusterfs|fuse\.\w+|9p|lustre|afs|ocfs2|gfs2|davfs|curlftpfs)$/;

/** What a login needs of each. */
const needed: Readonly<Record<string, string>> = {
	'/home': 'keys and files of those whose home is in it',
	'/root': 'the keys and files of root',
	'/usr': 'sshd itself, and umm',
	'/var': 'what umm keeps of runs and evidence',
};

/**
 * Remote filesystems of fstab(5) in places that a login needs: they are mounted when the boot goes on.
 *
 * @param root directory that stands for `/`.
 */
export async function examineFilesystems(root: string): Promise<readonly Finding[]> {
	const text = await readFile(join('/', root, 'etc/fstab'), 'utf8').catch(() => '');
	return text.split('\n').flatMap((line): readonly Finding[] => {
		const [source = '', place = '', type = '', options = ''] = line.trim().split(/\s+/);
		if (source === '' || source.startsWith('#')) return [];
		if (!remoteTypes.test(type) && !options.split(',').includes('_netdev')) return [];
		const what = needed[place.replace(/(?<=.)\/+$/, '')];
		if (what === undefined) return [];
		const message = `${place} is a remote filesystem (${type}): while the boot is held it is not mounted, and so ${what} are not there`;
		return [{check: 'filesystems', result: 'warning', message, hint: `'mount ${place}' in maintenance mode`}];
	});
}
