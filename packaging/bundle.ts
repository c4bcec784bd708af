import {rm, writeFile} from 'node:fs/promises';
import {isBuiltin} from 'node:module';
import {basename, join, relative} from 'node:path';
import {type BuildOptions, build, type Metafile, type Plugin} from 'esbuild';
import {checkout} from './edition.js';

const common: BuildOptions & {metafile: true} = {
	absWorkingDir: checkout,
	bundle: true,
	minify: true,
	platform: 'node',
	target: 'node26',
	// esbuild takes Node.js for one that has them not, and has Ink compile one for each character of a frame.
	supported: {'regexp-unicode-property-escapes': true},
	legalComments: 'none',
	metafile: true,
	logLevel: 'warning',
};

/** Modules of Node's own that take a millisecond to load or more, and that a start does without. */
const slow = ['node:crypto', 'node:fs/promises', 'node:timers/promises'];

/** An ES module of one of Node's own: what nobody imports of it is left out. The functions of a slow one load it when they are called. */
async function moduleOf(path: string): Promise<string> {
	const load = `/* @__PURE__ */ process.getBuiltinModule(${JSON.stringify(path)})`;
	const exports = Object.entries((await import(path)) as Record<string, unknown>)
		.filter(([name]) => name !== 'default')
		.map(([name, value]) =>
			slow.includes(path) && typeof value === 'function'
				? `export const ${name} = (...all) => ${load}.${name}(...all);\n`
				: `export const ${name} = /* @__PURE__ */ of(${JSON.stringify(name)});\n`,
		);
	return `const of = (name) => ${load}[name];\nexport default ${load};\n${exports.join('')}`;
}

/**
 * Node's own modules without an ES module facade for each, which alone takes 3 ms at the start of a verb. CommonJS
 * packages get them without the require() that an ES module has not.
 */
const builtins: Plugin = {
	name: 'builtins',
	setup({onResolve, onLoad}) {
		onResolve({filter: /^[a-z\d_:/]+$/}, ({path, kind, importer}) => {
			if (!isBuiltin(path)) return undefined;
			// One for each importer: what files share would become a file of its own. The name is not that of a package's file.
			const suffix = `?${relative(checkout, importer).replaceAll('/', ':')}`;
			return {path, suffix, namespace: kind === 'require-call' ? 'required' : 'imported'};
		});
		onLoad({filter: /.*/, namespace: 'imported'}, async ({path}) => ({contents: await moduleOf(path)}));
		onLoad({filter: /.*/, namespace: 'required'}, ({path}) => ({
			contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
		}));
	},
};

/** The verbs that act, and the console, are bundles of their own, imported on demand. */
const onDemand: Plugin = {
	name: 'on-demand',
	setup({onResolve}) {
		onResolve({filter: /\/(?:acting|console)\.js$/}, ({path}) => ({path: `./${basename(path)}`, external: true}));
	},
};

/**
 * Ink measures each text with string-width, which is right for all of Unicode, and takes 10 ms to build its regular
 * expressions for emoji, more than all of the first frame. They wait for the first text that is not simple.
 */
const stringWidth: Plugin = {
	name: 'string-width',
	setup({onResolve, onLoad}) {
		onResolve({filter: /^string-width$/}, ({kind}) =>
			kind === 'require-call' ? undefined : {path: 'string-width', namespace: 'string-width'},
		);
		onLoad({filter: /.*/, namespace: 'string-width'}, () => ({
			resolveDir: join(checkout, 'node_modules/ink'),
			contents: `
				import {isSimple} from ${JSON.stringify(join(checkout, 'ui/text/width.ts'))};
				let all;
				export default function stringWidth(text, options) {
					if (typeof text === 'string' && options === undefined) {
						const plain = text.replace(/\\x1b\\[[\\d;]*m/g, "");
						if (isSimple(plain)) return plain.length;
					}
					all ??= require('string-width').default;
					return all(text, options);
				}`,
		}));
	},
};

/** Modules of Ink that are called for each frame, and what keeps what they make. */
const kept: Readonly<Record<string, string>> = {'output.js': 'keepingRows', 'sanitize-ansi.js': 'keepingTexts'};

/** Ink's modules that are in `kept` by way of kept.ts. */
const keptParts: Plugin = {
	name: 'kept-parts',
	setup({onResolve, onLoad}) {
		onResolve({filter: /^\.\/[\w-]+\.js$/}, ({path, importer}) =>
			importer.includes('/ink/build/') && basename(path) in kept
				? {path: basename(path), namespace: 'kept'}
				: undefined,
		);
		onLoad({filter: /.*/, namespace: 'kept'}, ({path}) => ({
			resolveDir: checkout,
			contents: `
				import part from './node_modules/ink/build/${path}';
				import {${kept[path]}} from './packaging/kept.ts';
				export default ${kept[path]}(part);`,
		}));
	},
};

/** How the parts are bundled that have Ink in them. */
export const withInk: BuildOptions & {metafile: true} = {
	...common,
	format: 'esm',
	splitting: true,
	define: {
		'process.env.NODE_ENV': '"production"',
		// Yoga would decode its WASM with fetch(data:), which loads undici: 46 ms at each start of the console.
		fetch: 'undefined',
		// See there.
		'Intl.Segmenter': 'GraphemeSegmenter',
		// ssh2 has a part compiled from C that asks where it is, and then needs nothing from there.
		__dirname: '"/"',
	},
	inject: ['packaging/segmenter.ts'],
	// Ink looks for the first before it loads it, and only when DEV is set; ssh2 does without its native parts. They
	// are not there.
	external: ['react-devtools-core', 'cpu-features', '*.node'],
	plugins: [builtins, stringWidth, keptParts],
};

/**
 * Bundle what ships: `umm.cjs`, one file with the verbs that only look, for each file more costs half a millisecond at
 * every start, and an ES module a whole one; `acting.js` with the others, and `console.js`, which loads Ink; each loads
 * more, ssh2 and conf among it, from chunks of their own.
 *
 * Node's compile cache does not pay here: 15 of 200 ms at the start of the console, nothing for other verbs.
 *
 * @param outdir what is in it is removed first.
 * @returns what went into which file (esbuild's metafiles).
 */
export async function bundle(outdir: string): Promise<Metafile> {
	await rm(outdir, {recursive: true, force: true});
	const looking = await build({
		...common,
		// Not main.ts itself, whose first line names an interpreter that a node does not have.
		stdin: {contents: "import './src/cli/main.js';", resolveDir: checkout, loader: 'ts'},
		format: 'cjs',
		outfile: join(outdir, 'umm.cjs'),
		plugins: [onDemand, builtins],
	});
	const acting = await build({
		...withInk,
		entryPoints: {acting: 'src/cli/acting.ts', console: 'src/cli/console.ts'},
		outdir,
	});
	await writeFile(join(outdir, 'package.json'), '{"type":"module"}\n');
	return {
		inputs: {...looking.metafile.inputs, ...acting.metafile.inputs},
		outputs: {...looking.metafile.outputs, ...acting.metafile.outputs},
	};
}

if (import.meta.main) await bundle(join(checkout, 'dist/js'));
