import {parseDuration} from './duration.js';

/** One key of `/etc/umm.conf`. */
export interface Key {
	readonly default: string;
	readonly meaning: string;
	/** What is wrong with a value, or undefined. */
	check(value: string): string | undefined;
	/** What an administrator should know about a value that is right. */
	advise?(value: string): string | undefined;
}

/** What SSH_SERVE can be. */
export type SshServe = 'auto' | 'always' | 'never';

const sshServe: readonly string[] = ['auto', 'always', 'never'] satisfies readonly SshServe[];

const duration = (value: string) =>
	parseDuration(value) === undefined ? 'not a time such as 600, 90s, 10min or 1h' : undefined;

/** The keys that umm knows (design.md, The compatibility contract). */
export const keys: Readonly<Record<string, Key>> = {
	UMM: {
		default: 'yes',
		meaning: 'anything but yes switches umm off',
		check: () => undefined,
	},
	REBOOT_COUNT: {
		default: '2',
		meaning: 'after this many unclean boots in a row the next boot pauses; 0 pauses every boot',
		check: (value) => (/^\d{1,9}$/.test(value) ? undefined : 'not a whole number'),
	},
	COUNTER_RESET_TIME: {
		default: '10min',
		meaning: 'a boot that lives this long after its release is healthy',
		check: duration,
		advise: (value) =>
			/^\d+$/.test(value) && Number(value) < 60
				? `${value} is ${Number(value)} seconds; Fuel's umm counted minutes: write ${value}min or ${value}s`
				: undefined,
	},
	AUTO_RESUME: {
		default: '0',
		meaning: 'a boot that was held by itself goes on when nobody comes for so long; 0: never',
		check: duration,
	},
	ON_EMERGENCY: {
		default: 'pause',
		meaning: 'a boot that falls into emergency mode: pause, with ssh; or stay there, without a network',
		check: (value) => (['pause', 'stay'].includes(value) ? undefined : 'not pause or stay'),
	},
	HOOK_TIMEOUT: {
		default: '5min',
		meaning: 'a hook that runs longer is ended',
		check: duration,
	},
	SSH_SERVE: {
		default: 'auto',
		meaning: "when umm's own ssh server serves a held node: auto, when sshd does not answer; always; never",
		check: (value) => (sshServe.includes(value) ? undefined : 'not auto, always or never'),
	},
	SSH_PORT: {
		default: '2222',
		meaning: "the TCP port of umm's own ssh server",
		check: (value) =>
			/^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535 ? undefined : 'not a port',
	},
};
