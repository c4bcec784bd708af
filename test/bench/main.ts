/* `npm run bench`: the figures that umm promises, as ratios to something measured in the same minute. As root. */
import {Rack} from '../e2e/lab/rack.js';
import {ummNode} from '../e2e/support/umm.js';
import {bootFigures} from './boots.js';
import {commandFigures} from './commands.js';
import {table} from './figures.js';

await using rack = await Rack.open();
const node = await ummNode(rack);
const figures = [...(await commandFigures(node)), ...(await bootFigures(node))];
process.stdout.write(table(figures));
process.exitCode = figures.every(({value, limit}) => value <= limit) ? 0 : 1;
