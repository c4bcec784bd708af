/** The states of a node as the command line tells them apart (design.md, The compatibility contract). */
export type NodeState = 'operational' | 'asked' | 'paused' | 'disabled';

/** What the state follows from. */
export interface StateFacts {
	/** This boot is held. */
	readonly paused: boolean;
	/** `UMM=yes` in the configuration. */
	readonly enabled: boolean;
	/** A request stands that was not yet met by a held boot. */
	readonly requested: boolean;
}

/** Paused wins over disabled, disabled over a request (design.md). */
export function stateOf({paused, enabled, requested}: StateFacts): NodeState {
	if (paused) return 'paused';
	if (!enabled) return 'disabled';
	return requested ? 'asked' : 'operational';
}

/** The verbs of the contract that change something. */
export type Switch = 'on' | 'off' | 'off reboot' | 'enable' | 'disable';

/** What a verb does in a state, or why it does not. */
export type Verdict =
	| {readonly allowed: true; readonly effect: 'request' | 'withdraw' | 'resume' | 'reboot' | 'enable' | 'disable'}
	| {readonly allowed: false; readonly message: string; readonly hint: string};

const allow = (effect: (Verdict & {allowed: true})['effect']): Verdict => ({allowed: true, effect});
const refuse = (message: string, hint: string): Verdict => ({allowed: false, message, hint});

/**
 * The compatibility contract as a table (design.md).
 *
 * @param verb what was asked for.
 * @param state the node's state.
 */
export function verdict(verb: Switch, state: NodeState): Verdict {
	switch (verb) {
		case 'on':
			return {
				operational: allow('request'),
				asked: refuse('maintenance mode is asked for already', "'umm off' withdraws it"),
				paused: refuse('this node is in maintenance mode already', "'umm schedule add' runs a command in it"),
				disabled: refuse('umm is disabled on this node', "'umm enable' enables it"),
			}[state];
		case 'off':
		case 'off reboot':
			return {
				operational: refuse('this node is not in maintenance mode', "'umm on' switches it on"),
				asked: allow('withdraw'),
				paused: allow(verb === 'off' ? 'resume' : 'reboot'),
				disabled: refuse('umm is disabled on this node', "'umm enable' enables it"),
			}[state];
		case 'enable':
			return state === 'disabled' ? allow('enable') : refuse('umm is enabled already', "'umm status' shows the state");
		case 'disable':
			return {
				operational: allow('disable'),
				asked: allow('disable'),
				paused: refuse('this node is in maintenance mode', "switch it off first: 'umm off'"),
				disabled: refuse('umm is disabled already', "'umm enable' enables it"),
			}[state];
	}
}
