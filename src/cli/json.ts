import type {Session} from '../console/snapshot.js';
import type {ScheduledCommand} from '../schedule.js';
import type {Request} from '../state/request.js';
import type {Requester} from '../state/requester.js';

/** 9999-12-31T23:59:59.999Z, the last time of RFC 3339. */
const lastTime = 253_402_300_799_999;

/** A time as JSON shows it (RFC 3339); null also for a number in a file that is no such time. */
export const iso = (milliseconds: number | undefined) =>
	milliseconds === undefined || !(milliseconds >= 0 && milliseconds <= lastTime)
		? null
		: new Date(milliseconds).toISOString();

/** Who asked for something as JSON shows it (docs/json.md). */
export const requesterJson = ({user, sudoUser, sshPeer, tty}: Requester) => ({
	user,
	sudoUser: sudoUser ?? null,
	sshPeer: sshPeer ?? null,
	tty: tty ?? null,
});

/** A request as JSON shows it (docs/json.md). */
export function requestJson({id, created, reason, by, until, afterwards, boot}: Request): Record<string, unknown> {
	return {
		id,
		created: iso(created * 1000),
		reason,
		by: requesterJson(by),
		until: iso(until === undefined ? undefined : until * 1000),
		afterwards,
		boot,
	};
}

/** A scheduled command as JSON shows it (docs/json.md). */
export function commandJson({run, ...command}: ScheduledCommand): Record<string, unknown> {
	return {
		id: command.id,
		command: command.command,
		state: command.state,
		created: iso(command.created * 1000),
		by: requesterJson(command.by),
		timeout: command.timeout ?? null,
		onFailure: command.onFailure,
		run: run
			? {
					boot: run.boot,
					started: iso(run.started),
					ended: iso(run.ended),
					seconds: run.seconds ?? null,
					outcome: run.outcome ?? null,
					status: run.status ?? null,
					signal: run.signal ?? null,
				}
			: null,
	};
}

/** A console that is open as JSON shows it (docs/json.md). */
export function sessionJson({by, since, last}: Session): Record<string, unknown> {
	return {
		by: requesterJson(by),
		since: iso(since),
		last: last === undefined ? null : {what: last.what, time: iso(last.time)},
	};
}
