/*
 * `npm run bench`: the figures that umm promises, as ratios to something measured in the same minute. As root;
 * `npm run bench -- console` and `npm run bench -- ssh` measure one part alone, and need no root; so does
 * `npm run bench -- inits` the init systems, and `npm run bench -- inits/openrc` one of them, as root.
 */
import {consoleFigures} from './console.js';
import {type Figure, table} from './figures.js';
import {sshFigures} from './ssh.js';

const inits = ['systemd', 'sysvinit', 'openrc', 'openrc-init', 'busybox'] as const;

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

/** What one init system costs. */
async function initPart(init: (typeof inits)[number]): Promise<readonly Figure[]> {
	const {Rack} = await import('../e2e/lab/rack.js');
	const {initFigures} = await import('./inits.js');
	await using rack = await Rack.open();
	return await initFigures(rack, init);
}

const parts: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
	console: consoleFigures,
	ssh: sshFigures,
	node: nodeFigures,
	...Object.fromEntries(inits.map((init) => [`inits/${init}`, () => initPart(init)])),
};
const [, , ...asked] = process.argv;
/** `inits` is all of them. */
const names = (word: string) => Object.keys(parts).filter((name) => name === word || name.startsWith(`${word}/`));
const unknown = asked.filter((word) => names(word).length === 0);
if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(', ')}: ${Object.keys(parts).join(', ')}`);
const figures: Figure[] = [];
for (const [name, measure] of Object.entries(parts)) {
	if (asked.length > 0 && !asked.some((word) => names(word).includes(name))) continue;
	process.stderr.write(`measuring ${name}\n`);
	figures.push(...(await measure()));
}
process.stdout.write(table(figures));
process.exit(figures.every(({value, limit}) => value <= limit) ? 0 : 1);
