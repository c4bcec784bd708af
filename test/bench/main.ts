/*
 * `npm run bench`: the figures that umm promises, as ratios to something measured in the same minute. As root;
 * `npm run bench -- console` and `npm run bench -- ssh` measure one part alone, and need no root.
 */
import {consoleFigures} from './console.js';
import {type Figure, table} from './figures.js';
import {sshFigures} from './ssh.js';

/** What needs a node of the lab. */
async function nodeFigures(): Promise<readonly Figure[]> {
	const {Rack} = await import('../e2e/lab/rack.js');
	const {ummNode} = await import('../e2e/support/umm.js');
	const {bootFigures} = await import('./boots.js');
	const {commandFigures} = await import('./commands.js');
	const {loginFigures} = await import('./logins.js');
	await using rack = await Rack.open();
	const node = await ummNode(rack);
	return [...(await commandFigures(node)), ...(await loginFigures(node)), ...(await bootFigures(node))];
}

const parts: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
	console: consoleFigures,
	ssh: sshFigures,
	node: nodeFigures,
};
const [, , ...asked] = process.argv;
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(', ')}: ${Object.keys(parts).join(', ')}`);
const figures: Figure[] = [];
for (const [name, measure] of Object.entries(parts)) {
	if (asked.length === 0 || asked.includes(name)) figures.push(...(await measure()));
}
process.stdout.write(table(figures));
process.exit(figures.every(({value, limit}) => value <= limit) ? 0 : 1);
