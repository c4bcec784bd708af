import test from 'ava';
import {type Applicant, type Condition, judge, type Setting} from '../../../src/ssh/login-rules.js';

/** Settings of lines as in sshd_config; `Match` with its criteria in pairs. */
function settingsOf(...lines: readonly string[]): readonly Setting[] {
	let conditions: readonly Condition[] = [];
	return lines.flatMap((line) => {
		const [keyword = '', ...values] = line.split(' ');
		if (keyword !== 'Match') return {keyword: keyword.toLowerCase(), values, conditions};
		conditions = values.flatMap((word, at) =>
			at % 2 === 0 ? [[word.toLowerCase(), values[at + 1] ?? ''] as const] : [],
		);
		return [];
	});
}

const root: Applicant = {name: 'root', uid: 0, groups: ['root'], isLocked: false, address: '10.1.2.3'};
const anna: Applicant = {...root, name: 'anna', uid: 1000, groups: ['anna', 'sudo']};
const locked = {...anna, isLocked: true};

const refusal = (who: Applicant, ...lines: readonly string[]) => judge(settingsOf(...lines), who).refused;

/* Who gets in by which lines, and by what word of the reason who does not. */
const cases: readonly (readonly [who: Applicant, lines: readonly string[], why?: string])[] = [
	[root, []],
	[anna, []],
	[root, ['PermitRootLogin yes']],
	[root, ['PermitRootLogin prohibit-password']],
	[root, ['PermitRootLogin without-password']],
	[root, ['PermitRootLogin no'], 'PermitRootLogin'],
	[anna, ['PermitRootLogin no']],
	[{...root, name: 'toor'}, ['PermitRootLogin No'], 'PermitRootLogin'],
	[root, ['PermitRootLogin forced-commands-only'], 'PermitRootLogin'],
	[{...root, command: 'umm status'}, ['PermitRootLogin forced-commands-only']],
	[root, ['PermitRootLogin yes', 'PermitRootLogin no']],
	[root, ['PermitRootLogin no', 'PermitRootLogin yes'], 'PermitRootLogin'],
	[anna, ['PubkeyAuthentication no'], 'PubkeyAuthentication'],
	[anna, ['PubkeyAuthentication yes', 'PubkeyAuthentication no']],
	[anna, ['AuthenticationMethods publickey,password'], 'AuthenticationMethods'],
	[anna, ['AuthenticationMethods publickey,password publickey']],
	[anna, ['AuthenticationMethods any']],
	[locked, [], 'locked'],
	[locked, ['UsePAM no'], 'locked'],
	[locked, ['UsePAM yes']],
	[anna, ['DenyUsers anna'], 'DenyUsers'],
	[anna, ['DenyUsers bert', 'DenyUsers carl an*'], 'DenyUsers'],
	[anna, ['DenyUsers ann ?anna Anna !bert']],
	[anna, ['DenyUsers !anna']],
	[anna, ['DenyUsers anna@192.0.2.0/24']],
	[anna, ['DenyUsers anna@10.0.0.0/8'], 'DenyUsers'],
	[anna, ['DenyUsers *@10.1.*'], 'DenyUsers'],
	[anna, ['DenyUsers anna@10.0.0.0/8,!10.1.0.0/16']],
	[anna, ['DenyUsers anna@10.1.2.3/8'], 'DenyUsers'],
	[root, ['DenyUsers anna@10.1.2.3/8']],
	[anna, ['AllowUsers anna']],
	[anna, ['AllowUsers root', 'AllowUsers a??a']],
	[anna, ['AllowUsers root'], 'AllowUsers'],
	[anna, ['AllowUsers root,anna'], 'AllowUsers'],
	[anna, ['AllowUsers !root'], 'AllowUsers'],
	[anna, ['AllowUsers anna@10.1.2.0/24']],
	[anna, ['AllowUsers anna@10.1.2.3/8'], 'AllowUsers'],
	[anna, ['AllowUsers anna@*.example.com'], 'AllowUsers'],
	[{...anna, address: '2001:db8::7'}, ['AllowUsers anna@2001:db8::/32']],
	[anna, ['AllowUsers anna', 'DenyUsers anna'], 'DenyUsers'],
	[anna, ['DenyGroups su*'], 'DenyGroups'],
	[anna, ['DenyGroups sud wheel !sudo']],
	[anna, ['AllowGroups wheel sudo']],
	[anna, ['AllowGroups wheel !sudo'], 'AllowGroups'],
	[anna, ['AllowUsers anna', 'AllowGroups wheel'], 'AllowGroups'],
	[anna, ['AllowGroups sudo', 'DenyGroups anna'], 'DenyGroups'],
	// Below Match.
	[anna, ['Match User bert', 'PubkeyAuthentication no']],
	[anna, ['Match User bert,an*', 'PubkeyAuthentication no'], 'PubkeyAuthentication'],
	[anna, ['Match User *,!anna', 'PubkeyAuthentication no']],
	[anna, ['Match Group sudo', 'PubkeyAuthentication no'], 'PubkeyAuthentication'],
	[anna, ['Match Group *,!sudo', 'PubkeyAuthentication no']],
	[anna, ['Match Group wheel', 'PubkeyAuthentication no']],
	[anna, ['Match All', 'PubkeyAuthentication no'], 'PubkeyAuthentication'],
	[anna, ['Match Invalid-User', 'PubkeyAuthentication no']],
	[root, ['PermitRootLogin no', 'Match Address 10.0.0.0/8', 'PermitRootLogin yes']],
	[root, ['PermitRootLogin no', 'Match Address 192.0.2.0/24', 'PermitRootLogin yes'], 'PermitRootLogin'],
	[root, ['PermitRootLogin yes', 'Match Address *,!10.1.2.3', 'PermitRootLogin no']],
	[root, ['Match Address 10.1.2.3/8', 'PermitRootLogin no'], 'PermitRootLogin'],
	[anna, ['Match User anna Address 192.0.2.0/24', 'PubkeyAuthentication no']],
	[anna, ['Match User anna Address 10.0.0.0/8', 'PubkeyAuthentication no'], 'PubkeyAuthentication'],
	[anna, ['AllowUsers root', 'Match Group sudo', 'AllowUsers anna']],
	[anna, ['AllowUsers anna', 'Match Group sudo', 'AllowUsers root'], 'AllowUsers'],
	// Where it can't be told, both must do.
	[root, ['PermitRootLogin no', 'Match LocalPort 22', 'PermitRootLogin yes'], 'PermitRootLogin'],
	[root, ['PermitRootLogin yes', 'Match Host *.example.com', 'PermitRootLogin no'], 'PermitRootLogin'],
	[root, ['Match LocalPort 22', 'PermitRootLogin yes', 'Match RDomain a', 'PermitRootLogin no'], 'PermitRootLogin'],
	[root, ['Match LocalPort 22 User anna', 'PermitRootLogin no']],
	[root, ['Match LocalPort 22', 'PasswordAuthentication no']],
];

for (const [who, lines, why] of cases) {
	const how = why === undefined ? 'gets in' : 'is refused';
	const whom = `${who.name}${who === locked ? ', locked,' : ''}${who.command === undefined ? '' : ' with a command'}`;
	test(`${whom} from ${who.address} ${how} by ${lines.join('; ') || 'the defaults'}`, (t) => {
		const refused = refusal(who, ...lines);
		if (why === undefined) t.is(refused, undefined);
		else t.true(refused?.includes(why), refused ?? 'not refused');
	});
}

test('the files of revoked keys are those of all that may hold', (t) => {
	const revoked = (...lines: readonly string[]) => {
		const verdict = judge(settingsOf(...lines), anna);
		return verdict.refused === undefined && verdict.revokedKeys;
	};
	t.deepEqual(revoked(), []);
	t.deepEqual(revoked('RevokedKeys none'), []);
	t.deepEqual(revoked('RevokedKeys /a', 'RevokedKeys /b'), ['/a']);
	t.deepEqual(revoked('RevokedKeys /a', 'Match User anna', 'RevokedKeys /b'), ['/b']);
	t.deepEqual(revoked('RevokedKeys /a', 'Match LocalPort 22', 'RevokedKeys /b'), ['/a', '/b']);
});

test('ForceCommand is what runs', (t) => {
	t.like(judge(settingsOf('ForceCommand umm status'), anna), {command: 'umm status'});
	t.like(judge(settingsOf('ForceCommand none'), anna), {command: undefined});
	t.like(judge(settingsOf('ForceCommand a', 'Match User root', 'ForceCommand b'), anna), {command: 'a'});
	t.like(judge(settingsOf('Match LocalPort 22', 'ForceCommand b'), anna), {command: 'b'});
});
