/* Draws the console's screens as pictures, from the terminal that the tests look at: `node build/screenshots/draw.js`. */
import {writeFile} from 'node:fs/promises';
import type {ScenarioName} from '../test/ui/fixtures/scenarios.js';
import {TestTerminal} from '../test/ui/terminal.js';
import {keysPage} from '../ui/keys-page.js';
import {svgOf} from './svg.js';

interface Picture {
	readonly scenario: ScenarioName;
	readonly title: string;
	readonly keys?: readonly string[];
	/** What is on the screen when it is to be drawn. */
	readonly until: string;
}

const pictures: Readonly<Record<string, Picture>> = {
	'paused-by-request': {
		scenario: 'by-request',
		title: 'A node paused by request, with scheduled commands and the live output of one',
		until: 'the array is complete',
	},
	'paused-by-counter': {
		scenario: 'by-counter',
		title: 'A node paused because its last boots ended uncleanly',
		until: 'Next:',
	},
	confirm: {
		scenario: 'by-request',
		title: 'The dialog that confirms Resume',
		keys: ['r'],
		until: 'The boot goes on',
	},
	operational: {scenario: 'operational', title: 'An operational node', until: 'Next:'},
};

const folder = new URL('../../screenshots/', import.meta.url);
const ends: Array<() => void> = [];
for (const [name, {scenario, title, keys = [], until}] of Object.entries(pictures)) {
	const node = TestTerminal.open({teardown: (end) => ends.push(end)}, scenario);
	await node.sees('Next:');
	await node.types(...keys);
	await node.sees(until);
	await writeFile(new URL(`${name}.svg`, folder), svgOf(node.emulator, title));
}
await writeFile(new URL('../docs/keys.md', folder), keysPage());
for (const end of ends) end();
