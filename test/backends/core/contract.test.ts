import test from 'ava';
import {readAudit} from '../../../src/audit/read.js';
import {type NodeState, type Switch, verdict} from '../../../src/machine/state.js';
import {CoreNode, shells} from './node.js';

const verbs: readonly Switch[] = ['on', 'off', 'off reboot', 'enable', 'disable'];

/** Bring a new node into a state. */
const reach: Readonly<Record<NodeState, (node: CoreNode) => Promise<unknown>>> = {
	operational: async () => undefined,
	asked: (node) => node.must('on'),
	paused: (node) => node.hold(),
	disabled: (node) => node.gate.conf('UMM=no\n'),
};

const line: Readonly<Record<NodeState, string>> = {
	operational: 'runlevel N 5',
	asked: 'rebooting',
	paused: 'umm',
	disabled: 'MM disabled',
};

for (const shell of shells) {
	// All cells under one shell; what may differ from shell to shell is not in the table.
	const states = shell === shells[0] ? (Object.keys(reach) as NodeState[]) : (['paused'] as const);
	for (const state of states) {
		test(`${state}: what is refused is so with the words of the full package (${shell.name})`, async (t) => {
			const node = await CoreNode.create(t, shell);
			await reach[state](node);
			t.is(await node.must('status'), line[state]);
			for (const verb of verbs) {
				const judged = verdict(verb, state);
				if (judged.allowed) continue;
				const stderr = `umm: ${judged.message}\numm: ${judged.hint}`;
				t.deepEqual(await node.umm(...verb.split(' ')), {status: 1, stdout: '', stderr}, verb);
				const [newest] = await readAudit(node.paths, 1, (message) => t.fail(message));
				t.like(newest, {action: verb, detail: judged.message, outcome: 'refused'});
			}
			t.is(await node.must('status'), line[state]);
		});
	}
}

test('what the full package alone has is said, with exit status 2 for an option and 4 for a verb', async (t) => {
	const node = await CoreNode.create(t, shells[0] as (typeof shells)[0]);
	t.like(await node.umm('status', '--json'), {
		status: 2,
		stdout: '',
		stderr: 'umm: --json needs the package umm\numm: umm-core has no JSON',
	});
	t.like(await node.umm('on', '--json'), {status: 2, stdout: ''});
	for (const verb of ['boots', 'console', 'doctor', 'audit']) {
		const {status, stderr} = await node.umm(verb);
		t.is(status, 4);
		t.regex(stderr, new RegExp(`^umm: 'umm ${verb}' needs the package umm\\n`));
	}
	t.regex((await node.umm('schedule', 'list')).stderr, /'umm schedule list' needs the package umm/);
	t.like(await node.umm('bogus'), {
		status: 2,
		stderr: `umm: there is no verb "bogus"\numm: 'umm --help' lists the verbs`,
	});
	await node.put('lib/js/umm.cjs', '');
	t.regex((await node.umm('boots')).stderr, /its runtime .*\/node cannot start: reinstall the package umm/);
});
