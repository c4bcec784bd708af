import test from 'ava';
import {type NodeState, type Switch, stateOf, verdict} from '../../../src/machine/state.js';

test('paused wins over disabled, disabled over a request', (t) => {
	const states: Record<string, NodeState> = {};
	for (const paused of [false, true]) {
		for (const enabled of [false, true]) {
			for (const requested of [false, true]) {
				const name = [paused && 'paused', enabled && 'enabled', requested && 'requested'].filter(Boolean).join(' ');
				states[name] = stateOf({paused, enabled, requested});
			}
		}
	}
	t.deepEqual(states, {
		'': 'disabled',
		requested: 'disabled',
		enabled: 'operational',
		'enabled requested': 'asked',
		paused: 'paused',
		'paused requested': 'paused',
		'paused enabled': 'paused',
		'paused enabled requested': 'paused',
	});
});

/* design.md, The compatibility contract. A text is what the refusal must say. */
const contract: Readonly<Record<Switch, Readonly<Record<NodeState, string | RegExp>>>> = {
	on: {
		operational: 'request',
		asked: /^maintenance mode is asked for already$/,
		paused: /^this node is in maintenance mode already$/,
		disabled: /^umm is disabled on this node$/,
	},
	off: {
		operational: /^this node is not in maintenance mode$/,
		asked: 'withdraw',
		paused: 'resume',
		disabled: /^umm is disabled on this node$/,
	},
	'off reboot': {
		operational: /^this node is not in maintenance mode$/,
		asked: 'withdraw',
		paused: 'reboot',
		disabled: /^umm is disabled on this node$/,
	},
	enable: {
		operational: /^umm is enabled already$/,
		asked: /^umm is enabled already$/,
		paused: /^umm is enabled already$/,
		disabled: 'enable',
	},
	disable: {
		operational: 'disable',
		asked: 'disable',
		paused: /^this node is in maintenance mode$/,
		disabled: /^umm is disabled already$/,
	},
};

for (const [verb, cells] of Object.entries(contract) as [Switch, Readonly<Record<NodeState, string | RegExp>>][]) {
	for (const [state, expected] of Object.entries(cells) as [NodeState, string | RegExp][]) {
		const does = typeof expected === 'string';
		test(`umm ${verb} on a node that is ${state} ${does ? `does: ${expected}` : 'is refused'}`, (t) => {
			const judged = verdict(verb, state);
			if (judged.allowed) {
				t.is(judged.effect, expected as typeof judged.effect);
			} else {
				t.true(expected instanceof RegExp);
				t.regex(judged.message, expected as RegExp);
				t.regex(judged.hint, /'umm /, 'what to do is said');
			}
		});
	}
}
