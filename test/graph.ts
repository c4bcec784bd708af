/* The import graph of the sources, read from their import and export statements. */
import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';

const tree = fileURLToPath(new URL('../../', import.meta.url));

export interface Import {
	/** Path of the importing file under the tree, e.g. `src/cli/main.ts`. */
	readonly from: string;
	/** The same of the imported file, or the name of a package (`execa`, `node:fs`). */
	readonly to: string;
	/** `type` is gone at run time, `dynamic` is loaded when the code comes to it. */
	readonly kind: 'static' | 'type' | 'dynamic';
	/** What is imported by name. */
	readonly names: readonly string[];
}

const statement = /^(?:import\s+|(?:import|export)\s+(type\s+)?([^'";=]*?)\s*from\s*)'([^']+)'/gm;
const dynamic = /\bimport\(\s*'([^']+)'\s*\)/g;

/** Without comments, so that what they mention is no import. */
const code = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');

function target(from: string, specifier: string): string {
	if (!specifier.startsWith('.')) return specifier;
	const path = join(dirname(from), specifier);
	const source = files.find((file) => file === path.replace(/\.js$/, '.ts') || file === path.replace(/\.js$/, '.tsx'));
	if (source === undefined) throw new Error(`${from} imports ${specifier}, which is no source`);
	return source;
}

const files: readonly string[] = ['src', 'ui', 'backends'].flatMap((top) =>
	readdirSync(join(tree, top), {recursive: true, withFileTypes: true})
		.filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
		.map((entry) => relative(tree, join(entry.parentPath, entry.name))),
);

function importsOf(from: string): readonly Import[] {
	const text = code(readFileSync(join(tree, from), 'utf8'));
	const imports: Import[] = [];
	for (const [, type, clause = '', specifier = ''] of text.matchAll(statement)) {
		const names = (/\{([\s\S]*)\}/.exec(clause)?.[1] ?? '')
			.split(',')
			.map((name) => name.trim())
			.filter(Boolean);
		const onlyTypes =
			type !== undefined ||
			(names.length > 0 && !/^[^{]*\w/.test(clause) && names.every((name) => name.startsWith('type ')));
		imports.push({from, to: target(from, specifier), kind: onlyTypes ? 'type' : 'static', names});
	}
	for (const [, specifier = ''] of text.matchAll(dynamic)) {
		imports.push({from, to: target(from, specifier), kind: 'dynamic', names: []});
	}
	return imports;
}

/** Every source file of the product. */
export const sources = files;

/** Every import in them. */
export const graph: readonly Import[] = files.flatMap(importsOf);

/** The files that a file has loaded once it runs, itself included: what it and they import statically. */
export function loadedBy(start: string): ReadonlySet<string> {
	const seen = new Set<string>();
	const visit = (file: string) => {
		if (seen.has(file)) return;
		seen.add(file);
		for (const {from, to, kind} of graph) if (from === file && kind === 'static') visit(to);
	};
	visit(start);
	return seen;
}
