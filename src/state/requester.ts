import type {Fields} from './record.js';

/** Who asked for something, as far as it can be told. */
export interface Requester {
	readonly user: string;
	/** The user who called sudo(8), from SUDO_USER. */
	readonly sudoUser?: string;
	/** Address of the ssh client, from SSH_CONNECTION (ssh(1), ENVIRONMENT). */
	readonly sshPeer?: string;
	/** Terminal device, e.g. `/dev/pts/0`. */
	readonly tty?: string;
}

/** The pieces of a record that say who asked. */
export function requesterFields(by: Requester): Record<string, string | undefined> {
	return {user: by.user, sudo_user: by.sudoUser, ssh_peer: by.sshPeer, tty: by.tty};
}

/** The inverse of {@link requesterFields}. */
export function requesterOf(fields: Fields): Requester {
	return {
		user: fields['user'] ?? 'unknown',
		...(fields['sudo_user'] === undefined ? {} : {sudoUser: fields['sudo_user']}),
		...(fields['ssh_peer'] === undefined ? {} : {sshPeer: fields['ssh_peer']}),
		...(fields['tty'] === undefined ? {} : {tty: fields['tty']}),
	};
}

/** One phrase for people: `anna (root by sudo) from 10.0.0.7 on /dev/pts/0`. */
export function describeRequester(by: Requester): string {
	const who = by.sudoUser === undefined || by.sudoUser === by.user ? by.user : `${by.sudoUser} (${by.user} by sudo)`;
	const from = by.sshPeer === undefined ? '' : ` from ${by.sshPeer}`;
	return `${who}${from}${by.tty === undefined ? '' : ` on ${by.tty}`}`;
}
