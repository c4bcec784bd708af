/* Job files as init(5) has them: of each the stanzas that say when it runs, and what. */

/** An expression of `start on` or `stop on`. */
export type Expression =
	| {readonly operator: 'and' | 'or'; readonly left: Expression; readonly right: Expression}
	| {readonly event: string; readonly env: readonly string[]};

export type ProcessName = 'main' | 'pre-start' | 'post-start' | 'pre-stop' | 'post-stop';

export interface ProcessText {
	/** Whether it is a shell script, run by `sh -e`. */
	readonly script: boolean;
	readonly text: string;
}

export interface JobClass {
	readonly name: string;
	startOn?: Expression | undefined;
	stopOn?: Expression | undefined;
	task: boolean;
	respawn: boolean;
	instance: string;
	readonly env: string[];
	readonly exported: string[];
	readonly processes: Map<ProcessName, ProcessText>;
}

/** Stanzas that mean nothing to when a job runs; any other that is not read below is an error, as in upstart 0.6.5. */
const ignored = /^(description|author|version|usage|emits|console|expect|umask|nice|kill|normal|limit|chdir)\b/;

/** The words of an expression: parentheses are words of their own, quotes are taken off. */
function words(text: string): string[] {
	return text
		.replaceAll('"', '')
		.replace(/[()]/g, ' $& ')
		.split(/\s+/)
		.filter((word) => word !== '');
}

/** `and` and `or` have one precedence and are read from left to right (parse_on, init/parse_job.c). */
function parseExpression(text: string): Expression {
	const tokens = words(text);
	const one = (): Expression => {
		const word = tokens.shift();
		if (word === undefined || word === ')') throw new Error(`an event is missing: ${text}`);
		if (word === '(') {
			const inner = all();
			if (tokens.shift() !== ')') throw new Error(`a parenthesis is open: ${text}`);
			return inner;
		}
		const env: string[] = [];
		while (tokens[0] !== undefined && !['and', 'or', '(', ')'].includes(tokens[0])) env.push(tokens.shift() as string);
		return {event: word, env};
	};
	const all = (): Expression => {
		let left = one();
		while (tokens[0] === 'and' || tokens[0] === 'or') {
			left = {operator: tokens.shift() as 'and' | 'or', left, right: one()};
		}
		return left;
	};
	const expression = all();
	if (tokens.length > 0) throw new Error(`left over: ${tokens.join(' ')}: ${text}`);
	return expression;
}

function isOpen(text: string): boolean {
	return (text.match(/\(/g)?.length ?? 0) > (text.match(/\)/g)?.length ?? 0);
}

/**
 * Read a job file, or an override file onto what its job file says: a stanza replaces the one before it.
 *
 * @throws Error for a stanza that upstart 0.6.5 does not know: it ignores the whole file.
 */
export function readStanzas(job: JobClass, content: string): void {
	const lines = content.split('\n');
	for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
		let text = line.replace(/(^|\s)#.*$/, '').trim();
		const script = /^(?:(pre-start|post-start|pre-stop|post-stop)\s+)?script$/.exec(text);
		const exec = /^(?:(pre-start|post-start|pre-stop|post-stop)\s+)?exec\s+(.*)$/.exec(text);
		const on = /^(start|stop)\s+on\b(.*)$/.exec(text);
		if (text === '' || ignored.test(text)) continue;
		if (script !== null) {
			const end = lines.findIndex((next) => /^\s*end\s+script\s*$/.test(next));
			if (end < 0) throw new Error(`${job.name}: a script has no end`);
			const body = lines.splice(0, end + 1).slice(0, -1);
			job.processes.set((script[1] ?? 'main') as ProcessName, {script: true, text: body.join('\n')});
		} else if (exec !== null) {
			job.processes.set((exec[1] ?? 'main') as ProcessName, {script: false, text: exec[2] as string});
		} else if (on !== null) {
			text = on[2] as string;
			while (isOpen(text) && lines.length > 0) text += ` ${(lines.shift() as string).replace(/(^|\s)#.*$/, '')}`;
			job[on[1] === 'start' ? 'startOn' : 'stopOn'] = parseExpression(text);
		} else if (text === 'manual') job.startOn = undefined;
		else if (text === 'task') job.task = true;
		else if (/^respawn\b/.test(text)) job.respawn = true;
		else if (/^instance\s/.test(text)) job.instance = text.replace(/^instance\s+/, '');
		else if (/^env\s/.test(text)) job.env.push(text.replace(/^env\s+/, ''));
		else if (/^export\s/.test(text)) job.exported.push(text.replace(/^export\s+/, ''));
		else throw new Error(`${job.name}: unknown stanza: ${text}`);
	}
}

export function emptyJob(name: string): JobClass {
	return {name, task: false, respawn: false, instance: '', env: [], exported: [], processes: new Map()};
}
