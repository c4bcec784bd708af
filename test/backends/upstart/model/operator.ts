/* `start on` and `stop on` as they come true, event by event (init/event_operator.c). */
import type {Expression} from './stanzas.js';

/** An event in the queue. It is finished when nothing blocks it any more. */
export interface UpstartEvent {
	readonly name: string;
	/** `KEY=value`, in the order in which they were given: matches by position depend on it. */
	readonly env: readonly string[];
	progress: 'pending' | 'handling' | 'finished';
	blockers: number;
	failed: boolean;
	/** Called once the event is finished. */
	readonly finished: ((failed: boolean) => void)[];
}

const valueIn = (pair: string) => pair.slice(pair.indexOf('=') + 1);

/** `$NAME`, `${NAME}`, `${NAME:-text}`; undefined when a variable is not set. */
export function expand(text: string, env: readonly string[]): string | undefined {
	let known = true;
	const expanded = text.replace(/\$(?:(\w+)|\{(\w+)(?::-([^}]*))?\})/g, (_, plain, braced, otherwise) => {
		const pair = env.findLast((entry) => entry.startsWith(`${plain ?? braced}=`));
		if (pair === undefined && otherwise === undefined) known = false;
		return pair === undefined ? (otherwise ?? '') : valueIn(pair);
	});
	return known ? expanded : undefined;
}

/** fnmatch(3) without flags. */
function glob(text: string, pattern: string): boolean {
	const expression = pattern
		.replace(/[.+^${}()|\\]/g, '\\$&')
		.replace(/\[!/g, '[^')
		.replace(/\*/g, '.*')
		.replace(/\?/g, '.');
	return new RegExp(`^${expression}$`, 's').test(text);
}

export class Operator {
	readonly #kind: 'and' | 'or' | undefined;
	readonly #children: readonly Operator[];
	readonly #name: string = '';
	readonly #env: readonly string[] = [];
	#event: UpstartEvent | undefined;
	value = false;

	constructor(expression: Expression) {
		if ('operator' in expression) {
			this.#kind = expression.operator;
			this.#children = [new Operator(expression.left), new Operator(expression.right)];
		} else {
			this.#children = [];
			this.#name = expression.event;
			this.#env = expression.env;
		}
	}

	/** First by position until one has a name, then by name; each is a glob (event_operator_match). */
	#matches(event: UpstartEvent, env: readonly string[]): boolean {
		if (this.#name !== event.name) return false;
		return this.#env.every((wanted, position) => {
			const named = /^(\w+)(!?=)(.*)$/s.exec(wanted);
			const pair = named ? event.env.find((entry) => entry.startsWith(`${named[1]}=`)) : event.env[position];
			if (pair === undefined) return false;
			const pattern = expand(named ? (named[3] as string) : wanted, env);
			return pattern !== undefined && glob(valueIn(pair), pattern) !== (named?.[2] === '!=');
		});
	}

	/** Take an event in: whether it is one of those waited for. What is matched blocks the event. */
	handle(event: UpstartEvent, env: readonly string[] = []): boolean {
		if (this.#kind !== undefined) {
			const matched = this.#children.map((child) => child.handle(event, env));
			this.#update();
			return matched.some(Boolean);
		}
		if (this.value || !this.#matches(event, env)) return false;
		this.value = true;
		this.#event = event;
		event.blockers++;
		return true;
	}

	#update(): void {
		const values = this.#children.map((child) => child.value);
		this.value = this.#kind === 'and' ? values.every(Boolean) : values.some(Boolean);
	}

	/** The events that made it true. */
	events(): readonly UpstartEvent[] {
		if (!this.value) return [];
		return this.#event ? [this.#event] : this.#children.flatMap((child) => child.events());
	}

	/** Wait anew; events that were matched are let go. */
	reset(unblock: (event: UpstartEvent) => void): void {
		for (const child of this.#children) child.reset(unblock);
		this.value = false;
		if (this.#event) unblock(this.#event);
		this.#event = undefined;
	}
}
