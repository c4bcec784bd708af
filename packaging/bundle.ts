import {rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {build, type Metafile} from 'esbuild';
import {checkout} from './edition.js';

/**
 * Bundle what ships: `umm.js`, and a chunk for each module that is loaded on demand, with what it alone needs.
 *
 * Node's compile cache does not pay here: 15 of 200 ms at the start of the console, nothing for other verbs.
 *
 * @param outdir what is in it is removed first.
 * @returns what went into which file (esbuild's metafile).
 */
export async function bundle(outdir: string): Promise<Metafile> {
	await rm(outdir, {recursive: true, force: true});
	const {metafile} = await build({
		absWorkingDir: checkout,
		entryPoints: {umm: 'packaging/entry.ts'},
		outdir,
		bundle: true,
		splitting: true,
		minify: true,
		format: 'esm',
		platform: 'node',
		target: 'node26',
		legalComments: 'none',
		define: {
			'process.env.NODE_ENV': '"production"',
			// Yoga would decode its WASM with fetch(data:), which loads undici: 46 ms at each start of the console.
			fetch: 'undefined',
		},
		// Ink looks for it before it loads it, and only when DEV is set. It is not there.
		external: ['react-devtools-core'],
		metafile: true,
		logLevel: 'warning',
	});
	await writeFile(join(outdir, 'package.json'), '{"type":"module"}\n');
	return metafile;
}

if (import.meta.main) await bundle(join(checkout, 'dist/js'));
