/* The real command line as a child process, on a simulated node. */
import {readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {Ajv2020, type ValidateFunction} from 'ajv/dist/2020.js';
import type {ExecutionContext} from 'ava';
import {execa} from 'execa';
import {spawn} from 'node-pty';
import {readCommand, type ScheduledCommand} from '../../../src/schedule.js';
import {type Called, GateNode, type Scope} from '../../backends/gate/node.js';
import {until} from '../runs/node.js';

export const main = fileURLToPath(new URL('../../../src/cli/main.js', import.meta.url));
const schemas = fileURLToPath(new URL('../../../../docs/schemas/', import.meta.url));

export interface CallOptions {
	readonly env?: Readonly<Record<string, string>>;
	readonly nodeOptions?: readonly string[];
}

export class CliNode {
	readonly node: GateNode;

	private constructor(node: GateNode) {
		this.node = node;
	}

	/** A node that is operational. */
	static async operational(t: ExecutionContext): Promise<CliNode> {
		const node = await GateNode.create(t);
		await node.powerOn();
		return new CliNode(node);
	}

	/** A node that is paused since it was asked for. */
	static async paused(t: Scope, request: Readonly<Record<string, string>> = {}): Promise<CliNode> {
		const node = await GateNode.create(t);
		await node.request({id: '0123456789abcdef', created: '1700000000', ...request});
		await node.powerOn();
		return new CliNode(node);
	}

	get paths() {
		return this.node.paths;
	}

	#env(more: Readonly<Record<string, string>> = {}): Record<string, string> {
		const {PATH = '', HOME = '/'} = process.env;
		return {PATH, HOME, ...this.node.env, ...more};
	}

	async umm(args: readonly string[], {env = {}, nodeOptions = []}: CallOptions = {}): Promise<Called> {
		const {exitCode, stdout, stderr} = await execa(process.execPath, [...nodeOptions, main, ...args], {
			reject: false,
			stdin: 'ignore',
			extendEnv: false,
			env: this.#env(env),
		});
		return {status: exitCode ?? -1, stdout, stderr};
	}

	/** Call a verb that must succeed. */
	async must(...args: string[]): Promise<string> {
		const {status, stdout, stderr} = await this.umm(args);
		if (status !== 0) throw new Error(`umm ${args.join(' ')}: exit status ${status}: ${stderr}`);
		return stdout;
	}

	/** Call it under a shell, as `"$@"`. */
	shell(script: string, ...args: string[]): Promise<Called> {
		return execa('sh', ['-c', script, 'sh', process.execPath, main, ...args], {
			reject: false,
			stdin: 'ignore',
			extendEnv: false,
			env: this.#env(),
		}).then(({exitCode, stdout, stderr}) => ({status: exitCode ?? -1, stdout, stderr}));
	}

	/** Call it on a terminal of 200 columns. What is typed is sent when the prompt is there. */
	onTerminal(
		args: readonly string[],
		{prompt = '', typed = '', env = {}}: {prompt?: string; typed?: string} & CallOptions = {},
	): Promise<{status: number; output: string}> {
		const pty = spawn(process.execPath, [main, ...args], {
			cols: 200,
			rows: 50,
			name: env['TERM'] ?? 'xterm-256color',
			env: this.#env(env),
		});
		let output = '';
		let asked = false;
		pty.onData((data) => {
			output += data;
			if (prompt === '' || asked || !output.includes(prompt)) return;
			asked = true;
			pty.write(typed);
		});
		return new Promise((resolve) => {
			pty.onExit(({exitCode}) => resolve({status: exitCode, output: output.replaceAll('\r\n', '\n')}));
		});
	}

	/** Call a verb with --json. The document must be that of its schema, with no member that the schema does not name. */
	async json(t: ExecutionContext, args: readonly string[], status = 0): Promise<JsonDocument> {
		const called = await this.umm([...args, '--json']);
		t.is(called.status, status, called.stderr);
		const document = JSON.parse(called.stdout) as JsonDocument;
		t.deepEqual(errorsOf(document), [], `umm ${args.join(' ')} --json: ${called.stdout}`);
		return document;
	}

	/** Wait until a command has ended. */
	ended(id: number): Promise<ScheduledCommand> {
		return until(async () => {
			const command = await readCommand(this.paths, id);
			return (command.state === 'done' || command.state === 'cancelled') && command;
		});
	}
}

// biome-ignore lint/suspicious/noExplicitAny: documents are looked into as jq would
export type JsonDocument = {readonly schema: string} & Readonly<Record<string, any>>;

type Schema = Readonly<Record<string, unknown>>;

/** The schema with every object closed: a member that is not documented is an error in the tests. */
function closed(schema: unknown): unknown {
	if (Array.isArray(schema)) return schema.map(closed);
	if (typeof schema !== 'object' || schema === null) return schema;
	const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
	return 'properties' in inner ? {additionalProperties: false, ...inner} : inner;
}

/** The schemas of docs/schemas by file name, without its end. */
export const schemaTexts: ReadonlyMap<string, Schema> = new Map(
	readdirSync(schemas).map((name) => [name.replace('.json', ''), JSON.parse(readFileSync(schemas + name, 'utf8'))]),
);

const ajv = new Ajv2020({
	allErrors: true,
	strict: true,
	allowUnionTypes: true,
	formats: {'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/},
});
for (const schema of schemaTexts.values()) ajv.addSchema(closed(schema) as Schema);

/** What of a document is not as its schema has it. */
export function errorsOf(document: JsonDocument): readonly string[] {
	const name = /^umm\/([a-z-]+)\/(\d+)$/.exec(document.schema)?.slice(1).join('-');
	const validate = ajv.getSchema(`${name}.json`) as ValidateFunction | undefined;
	if (!validate) return [`there is no schema for ${document.schema}`];
	validate(document);
	return (validate.errors ?? []).map(
		({instancePath, message, params}) => `${instancePath} ${message} ${JSON.stringify(params)}`,
	);
}
