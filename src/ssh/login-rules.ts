/* sshd's own rules on who may log in (sshd_config(5); OpenSSH's auth.c, match.c and servconf.c). Pure. */
import {isInList, wildcard} from './addresses.js';

/** A line of sshd_config(5) that is one of these rules. */
export interface Setting {
	/** In lower case. */
	readonly keyword: string;
	readonly values: readonly string[];
	/** What the Match lines above it ask for; nothing when it is for everybody. */
	readonly conditions: readonly Condition[];
}

/** A criterion of a Match line, in lower case, with its argument; empty where it takes none. */
export type Condition = readonly [criterion: string, argument: string];

/** Who wants to log in, by a key. */
export interface Applicant {
	readonly name: string;
	readonly uid: number;
	readonly groups: readonly string[];
	/** Whether the account is locked. */
	readonly isLocked: boolean;
	/** The client's address, as plainAddress makes it. */
	readonly address: string;
	/** What the key's option `command` has. */
	readonly command?: string | undefined;
}

/** What the rules come to. */
export type Verdict =
	/** Why nobody gets in, in words for the log. */
	| {readonly refused: string}
	| {
			readonly refused?: never;
			/** What runs in place of all that is asked for, also of the key's own command (ForceCommand). */
			readonly command?: string;
			/** Files of keys that are not taken (RevokedKeys). */
			readonly revokedKeys: readonly string[];
	  };

const flag = ['yes', 'no', 'true', 'false'];

/** The rules, by keyword, and the values that they can have where not any will do. */
const rules: ReadonlyMap<string, readonly string[] | undefined> = new Map([
	['allowgroups', undefined],
	['allowusers', undefined],
	['authenticationmethods', undefined],
	['denygroups', undefined],
	['denyusers', undefined],
	['forcecommand', undefined],
	['permitrootlogin', ['yes', 'no', 'prohibit-password', 'without-password', 'forced-commands-only']],
	['pubkeyauthentication', flag],
	['revokedkeys', undefined],
	['usepam', flag],
]);

/** Whether a keyword, in lower case, is one of these rules. */
export const isRule = (keyword: string) => rules.has(keyword);

/** Whether a rule can have these values. */
export function isValid(keyword: string, values: readonly string[]): boolean {
	const [first] = values;
	return first !== undefined && (rules.get(keyword)?.includes(first.toLowerCase()) ?? true);
}

/** Whether a text is in a comma-separated list of patterns (ssh_config(5), PATTERNS): one with `!` that matches excludes it. */
function isInPatterns(text: string, list: string): 'yes' | 'excluded' | 'no' {
	const patterns = list.split(',');
	if (patterns.some((pattern) => pattern.startsWith('!') && wildcard(pattern.slice(1)).test(text))) return 'excluded';
	return patterns.some((pattern) => wildcard(pattern).test(text)) ? 'yes' : 'no';
}

/** Whether a condition holds; undefined where that can't be told: names of hosts, and what is about sshd's own socket. */
function holds([criterion, argument]: Condition, {name, groups, address}: Applicant): boolean | undefined {
	switch (criterion) {
		case 'all':
			return true;
		// There is no account then.
		case 'invalid-user':
			return false;
		case 'user':
			return isInPatterns(name, argument) === 'yes';
		case 'group': {
			const found = groups.map((group) => isInPatterns(group, argument));
			return found.includes('yes') && !found.includes('excluded');
		}
		case 'address':
			return isInList(address, argument);
		default:
			return undefined;
	}
}

/** Whether a pattern of AllowUsers or DenyUsers is of the applicant: `USER` or `USER@HOST`; undefined: its network can't be. */
function isUser(pattern: string, {name, address}: Applicant): boolean | undefined {
	const at = pattern.lastIndexOf('@');
	if (at < 0) return wildcard(pattern).test(name);
	return wildcard(pattern.slice(0, at)).test(name) && isInList(address, pattern.slice(at + 1));
}

/** The settings that count for one applicant. */
class Reading {
	readonly #settings: readonly Setting[];

	constructor(settings: readonly Setting[]) {
		this.#settings = settings;
	}

	/** All values of a keyword: those below Match take the place of those for everybody. */
	all(keyword: string): readonly string[] {
		return this.#lines(keyword).flatMap(({values}) => values);
	}

	/** The values of the first line. */
	first(keyword: string): readonly string[] {
		return this.#lines(keyword)[0]?.values ?? [];
	}

	/** The one value of a keyword, in lower case. */
	choice(keyword: string, standard: string): string {
		return this.first(keyword)[0]?.toLowerCase() ?? standard;
	}

	isOn(keyword: string, standard: 'yes' | 'no'): boolean {
		return ['yes', 'true'].includes(this.choice(keyword, standard));
	}

	#lines(keyword: string): readonly Setting[] {
		const lines = this.#settings.filter((setting) => setting.keyword === keyword);
		const special = lines.filter(({conditions}) => conditions.length > 0);
		return special.length > 0 ? special : lines;
	}
}

/** In sshd's order (auth.c, allowed_user; then auth_root_allowed). */
function whyRefused(reading: Reading, applicant: Applicant): string | undefined {
	const {uid, groups, isLocked, command} = applicant;
	if (isLocked && !reading.isOn('usepam', 'no')) return 'the account is locked, and sshd does without PAM';
	const [denyUsers, allowUsers, denyGroups, allowGroups] = ['denyusers', 'allowusers', 'denygroups', 'allowgroups'].map(
		(keyword) => reading.all(keyword),
	) as [readonly string[], readonly string[], readonly string[], readonly string[]];
	const isGroup = (pattern: string) => groups.some((group) => wildcard(pattern).test(group));
	if (denyUsers.some((pattern) => isUser(pattern, applicant) !== false)) return "sshd's DenyUsers has the user";
	if (allowUsers.length > 0 && !allowUsers.some((pattern) => isUser(pattern, applicant) === true)) {
		return "sshd's AllowUsers does not have the user";
	}
	if (denyGroups.some(isGroup)) return "sshd's DenyGroups has a group of the user";
	if (allowGroups.length > 0 && !allowGroups.some(isGroup)) return "sshd's AllowGroups has no group of the user";
	if (!reading.isOn('pubkeyauthentication', 'yes')) return "sshd's PubkeyAuthentication is no";
	const methods = reading.first('authenticationmethods');
	if (methods.length > 0 && !methods.some((list) => ['any', 'publickey'].includes(list.toLowerCase()))) {
		return "a key alone does not do for sshd's AuthenticationMethods";
	}
	const rootLogin = reading.choice('permitrootlogin', 'prohibit-password');
	if (uid === 0 && rootLogin === 'no') return "sshd's PermitRootLogin is no";
	if (uid === 0 && rootLogin === 'forced-commands-only' && command === undefined) {
		return "sshd's PermitRootLogin asks for a key with a command";
	}
	return undefined;
}

const unlessNone = (value: string | undefined) => (value?.toLowerCase() === 'none' ? undefined : value);

/**
 * Whether sshd would let somebody in by a key. Where it can't be told whether a Match block is about the login, the login
 * must do with it and without it.
 *
 * @param settings in the order of the file.
 */
export function judge(settings: readonly Setting[], applicant: Applicant): Verdict {
	const told = settings.map((setting) => {
		const found = setting.conditions.map((condition) => holds(condition, applicant));
		return {setting, applies: found.includes(false) ? false : found.includes(undefined) ? undefined : true};
	});
	const doubts = new Set(told.flatMap(({setting, applies}) => (applies === undefined ? [setting.conditions] : [])));
	const readings = [undefined, ...doubts].map(
		(doubt) =>
			new Reading(told.flatMap(({setting, applies}) => ((applies ?? setting.conditions === doubt) ? [setting] : []))),
	);
	const revokedKeys = new Set<string>();
	let command: string | undefined;
	for (const reading of readings) {
		const refused = whyRefused(reading, applicant);
		if (refused !== undefined) return {refused};
		const file = unlessNone(reading.first('revokedkeys')[0]);
		if (file !== undefined) revokedKeys.add(file);
		command ??= unlessNone(reading.first('forcecommand').join(' ') || undefined);
	}
	return {...(command === undefined ? {} : {command}), revokedKeys: [...revokedKeys]};
}
