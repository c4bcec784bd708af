import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Metafile} from 'esbuild';
import {checkout} from './edition.js';
import {runtimeLicense} from './runtime.js';

/** The directory of the npm package that a file belongs to, or undefined for our own. */
function packageOf(path: string): string | undefined {
	return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

async function licenseOf(directory: string): Promise<string> {
	const {name, version, license} = JSON.parse(await readFile(join(checkout, directory, 'package.json'), 'utf8'));
	const files = (await readdir(join(checkout, directory))).filter((file) => /^(licen[cs]e|copying)/i.test(file)).sort();
	const texts = await Promise.all(files.map((file) => readFile(join(checkout, directory, file), 'utf8')));
	return `${name} ${version} (${license})\n\n${texts.join('\n').trim()}\n`;
}

/**
 * The licences of all that ships and is not ours.
 *
 * @param metafile what went into the bundle.
 */
export async function licenses(metafile: Metafile): Promise<string> {
	const directories = new Set(Object.keys(metafile.inputs).flatMap((path) => packageOf(path) ?? []));
	const texts = await Promise.all([...directories].sort().map(licenseOf));
	const node = `Node.js\n\n${(await readFile(runtimeLicense, 'utf8')).trim()}\n`;
	return [...texts, node].join(`\n${'='.repeat(80)}\n\n`);
}
