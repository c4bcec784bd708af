/*
 * `npm run bench`: the figures that umm promises, as ratios to something measured in the same minute. As root;
 * `npm run bench -- console` measures the console alone, and needs no root.
 */
import {consoleFigures} from './console.js';
import {type Figure, table} from './figures.js';

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

const onlyConsole = process.argv[2] === 'console';
const figures = [...(await consoleFigures()), ...(onlyConsole ? [] : await nodeFigures())];
process.stdout.write(table(figures));
process.exit(figures.every(({value, limit}) => value <= limit) ? 0 : 1);
