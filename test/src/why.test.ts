import test from 'ava';
import type {NodeFacts} from '../../src/node.js';
import type {Boot} from '../../src/state/ledger.js';
import type {Request} from '../../src/state/request.js';
import {countedBoots, describeEnd, formatTime, whyPaused} from '../../src/why.js';

const boot = (fields: Partial<Boot> = {}): Boot => ({
	id: '12345678-aaaa',
	start: 0,
	held: 'no',
	count: 1,
	limit: 2,
	enabled: true,
	reason: '',
	released: true,
	resumedItself: false,
	end: 'unclean',
	...fields,
});

const request: Request = {
	id: 'r1',
	created: 1_700_000_000,
	reason: 'new kernel',
	by: {user: 'root', sudoUser: 'anna', sshPeer: '10.0.0.7'},
	afterwards: 'stay',
	boot: 'b0',
};

const node = (fields: Partial<Omit<NodeFacts, 'boot'>> & {boot?: Partial<NodeFacts['boot']>} = {}): NodeFacts => ({
	host: 'node-1',
	state: 'paused',
	config: {
		enabled: true,
		rebootCount: 2,
		counterResetTime: 600,
		autoResume: 0,
		hookTimeout: 300,
		sshServe: 'auto',
		sshPort: 2222,
	},
	ledger: [],
	commands: [],
	now: 0,
	warnings: [],
	...fields,
	boot: {id: 'b1', held: 'request', count: 1, limit: 2, ...fields.boot},
});

test('a boot that fell into emergency mode names what failed, with its last lines', (t) => {
	const emergency = {unit: 'srv.mount', lines: ['Failed to mount /srv.']};
	const why = whyPaused(node({boot: {held: 'emergency'}, emergency}));
	t.is(why?.sentence, 'The boot fell into emergency mode: srv.mount failed.');
	t.deepEqual(why?.evidence, [
		'Failed to mount /srv.',
		"Resume tries it again; 'umm off --force' lets the boot go on without it",
	]);
	t.regex(whyPaused(node({boot: {held: 'emergency'}}))?.sentence ?? '', /something failed/);
});

test('a node that is not paused has no reason to be', (t) => {
	for (const state of ['operational', 'asked', 'disabled'] as const) {
		t.is(whyPaused(node({state, request})), undefined);
	}
});

test('a pause that was asked for tells who, why and when', (t) => {
	const why = whyPaused(node({request: {...request, until: 1_700_003_600, afterwards: 'reboot'}}));
	t.is(why?.sentence, 'anna (root by sudo) from 10.0.0.7 asked for maintenance mode. Reason: new kernel');
	t.deepEqual(why?.evidence, [
		`asked at ${formatTime(1_700_000_000_000)}`,
		`expected to be done at ${formatTime(1_700_003_600_000)}`,
		'reboots by itself when every scheduled command has succeeded',
	]);
	t.is(why?.until, 1_700_003_600_000);
	t.regex(whyPaused(node({request: {...request, reason: ''}}))?.sentence ?? '', /No reason was given\.$/);
	t.regex(whyPaused(node({request: {...request, afterwards: 'off'}}))?.evidence[1] ?? '', /^resumes by itself/);
	t.is(whyPaused(node())?.sentence, 'Maintenance mode was asked for; the request is gone.');
});

test('a pause by the counter names each boot that counted, oldest first', (t) => {
	const ledger = [
		boot({id: 'present-', end: '-', held: 'counter', released: false}),
		boot({id: 'second--', lived: 41}),
		boot({id: 'held----', released: false, held: 'word'}),
		boot({id: 'first---'}),
		boot({id: 'clean---', end: 'reboot'}),
		boot({id: 'older---'}),
	];
	const why = whyPaused(node({ledger, boot: {held: 'counter', count: 3}}));
	t.is(why?.sentence, '2 boots in a row ended uncleanly; the limit is 2.');
	t.deepEqual(why?.evidence, [
		'boot first--- ended uncleanly',
		'boot second-- ended uncleanly after 41 s',
		'a boot counts as healthy 10 min after its release, or when it ends cleanly',
	]);
	t.is(
		whyPaused(node({boot: {held: 'counter', count: 2, limit: 1}}))?.sentence,
		'1 boot in a row ended uncleanly; the limit is 1.',
	);
	t.is(
		whyPaused(node({boot: {held: 'counter', count: 1, limit: 0}}))?.sentence,
		'REBOOT_COUNT is 0: every boot of this node pauses.',
	);
});

test('a pause by itself tells when it ends by itself, after twice the time for each boot that did so before', (t) => {
	const config = {...node().config, autoResume: 1800};
	const last = (ledger: readonly Boot[]) => whyPaused(node({boot: {held: 'counter'}, config, ledger}))?.evidence.at(-1);
	const present = boot({end: '-', released: false});
	t.is(last([present, boot()]), 'goes on by itself once nobody has been here for 30 min (AUTO_RESUME)');
	const again = boot({resumedItself: true});
	t.regex(last([present, again, boot({released: false}), again, boot()]) ?? '', /for 2 h /);
	t.regex(last([present, ...Array.from({length: 12}, () => again)]) ?? '', /for 1 d /);
	t.false((whyPaused(node({boot: {held: 'request'}, config, request}))?.evidence ?? []).join().includes('AUTO_RESUME'));
});

test('every proof of health ends the boots that count', (t) => {
	const proofs: Readonly<Record<string, Partial<Boot>>> = {
		'a clean end': {end: 'poweroff'},
		'an end that nobody saw': {end: 'unknown'},
		'a survived window': {proof: 'window'},
		'umm off reboot out of a held boot': {proof: 'off', released: false, held: 'counter'},
		'umm disabled': {enabled: false},
	};
	for (const [title, proof] of Object.entries(proofs)) {
		t.deepEqual(
			countedBoots([boot({end: '-'}), boot({id: 'new'}), boot(proof), boot({id: 'old'})]).map(({id}) => id),
			['new'],
			title,
		);
	}
	t.deepEqual(countedBoots([]), []);
});

test('a pause by a kernel word, and one without a word, say so', (t) => {
	t.regex(whyPaused(node({boot: {held: 'word'}}))?.sentence ?? '', /kernel command line .* has the word umm/);
	t.regex(whyPaused(node({boot: {held: 'no'}}))?.sentence ?? '', /the gate left no word why/);
});

test('how a boot ended is one phrase', (t) => {
	const cases: readonly (readonly [Partial<Boot>, string])[] = [
		[{end: '-'}, 'runs now'],
		[{end: 'unclean'}, 'ended uncleanly'],
		[{end: 'unclean', lived: 61}, 'ended uncleanly after 1 min 1 s'],
		[{end: 'unclean', released: false}, 'ended uncleanly while it was held'],
		[{end: 'unknown'}, 'ended unseen'],
		[{end: 'reboot', lived: 5}, 'ended by a clean reboot after 5 s'],
		[{end: 'poweroff', released: false}, 'ended by a clean poweroff while it was held'],
	];
	for (const [fields, phrase] of cases) t.is(describeEnd(boot(fields)), phrase);
});

test('a time has the form year-month-day hour:minute:second', (t) => {
	t.is(formatTime(new Date(2026, 0, 2, 3, 4, 5).getTime()), '2026-01-02 03:04:05');
});
