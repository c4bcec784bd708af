import type {ScheduledCommand} from '../schedule.js';

const iso = (milliseconds: number | undefined) =>
	milliseconds === undefined ? null : new Date(milliseconds).toISOString();

/** A scheduled command as JSON shows it (docs/json.md). */
export function commandJson({run, ...command}: ScheduledCommand): Record<string, unknown> {
	return {
		id: command.id,
		command: command.command,
		state: command.state,
		created: iso(command.created * 1000),
		by: command.by,
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
