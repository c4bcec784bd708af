import {fileURLToPath} from 'node:url';
import {execaRunner} from '../src/exec.js';

/**
 * Draws an SVG picture as a PNG, with rsvg-convert(1) of Debian's librsvg2-bin.
 *
 * @returns why there is none, if so: it is only to look at, and nothing else depends on it.
 */
export async function drawPng(svg: URL, png: URL): Promise<string | undefined> {
	const command = ['rsvg-convert', '--zoom=1.5', '--output', fileURLToPath(png), fileURLToPath(svg)] as const;
	const {status, stderr} = await execaRunner.run([...command]);
	return status === 0 ? undefined : `no PNG of it: ${stderr}`;
}
