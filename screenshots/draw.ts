/*
 * Draws the console's screens as pictures, from the terminal that the tests look at, and docs/keys.md. Each picture is
 * an SVG in screenshots/ and, to look at, a PNG in dist/screenshots/. Names as arguments draw these alone.
 */
import {mkdir, writeFile} from 'node:fs/promises';
import type {ScenarioName} from '../test/ui/fixtures/scenarios.js';
import {TestTerminal} from '../test/ui/terminal.js';
import {keysPage} from '../ui/keys-page.js';
import {pictures} from './pictures.js';
import {drawPng} from './png.js';
import {svgOf} from './svg.js';

/** The keys of the recorded session, and what is waited for after each. */
const session: ReadonlyArray<readonly [key: string, until: string | RegExp]> = [
	['', 'the array is complete'],
	['2', 'Kernel panic'],
	['pagedown', 'Call Trace line 20'],
	['3', 'NEARLY FULL'],
	['4', 'Output of 2'],
	['1', 'Next:'],
	['r', 'The boot goes on'],
	['y', 'boot of node-07 goes on'],
];

const folder = new URL('../../screenshots/', import.meta.url);
const looked = new URL('../../dist/screenshots/', import.meta.url);
const usual: readonly [number, number] = [80, 24];
const wanted = process.argv.slice(2);
const ends: Array<() => void> = [];
const open = (scenario: ScenarioName, size: readonly [number, number], env: Readonly<Record<string, string>>) =>
	TestTerminal.open({teardown: (end) => ends.push(end)}, scenario, {columns: size[0], rows: size[1], env});

/* A recording (asciicast v2): what each key brings comes at once, a second and a half after the one before. */
async function record(): Promise<void> {
	const node = open('whole', [80, 24], {});
	const events: string[] = [
		JSON.stringify({version: 2, width: 80, height: 24, title: 'umm: a paused node is resumed'}),
	];
	for (const [index, [key, until]] of session.entries()) {
		const from = node.raw.length;
		if (key !== '') await node.types(key);
		await node.sees(until);
		await node.settles();
		events.push(JSON.stringify([index * 1.5, 'o', node.raw.slice(from)]));
	}
	await writeFile(new URL('session.cast', folder), `${events.join('\n')}\n`);
}

await mkdir(looked, {recursive: true});
for (const [
	name,
	{
		scenario,
		title,
		first = /Next:|not known/,
		keys = [],
		until,
		size = usual,
		env = {},
		ground = 'dark',
		isMoving = false,
	},
] of Object.entries(pictures)) {
	if (wanted.length > 0 && !wanted.includes(name)) continue;
	const node = open(scenario, size, env);
	await node.sees(first);
	await node.types(...keys);
	await node.sees(until);
	if (!isMoving) await node.settles();
	const svg = new URL(`${name}.svg`, folder);
	await writeFile(svg, svgOf(node.emulator, title, ground));
	const trouble = await drawPng(svg, new URL(`${name}.png`, looked));
	if (trouble !== undefined) console.error(`${name}.svg: ${trouble}`);
	node.signal('SIGKILL');
}

if (wanted.length === 0) {
	await record();
	await writeFile(new URL('../docs/keys.md', folder), keysPage());
}
for (const end of ends) end();
