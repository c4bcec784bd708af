/* `npm run bench`: the figures that umm promises, as ratios to something measured in the same minute. */
import {debPath} from '../e2e/support/umm.js';
import {bootFigures} from './boots.js';
import {commandFigures} from './commands.js';
import {table} from './figures.js';

const which = process.argv[2] ?? 'all';
const figures = [
	...(which === 'boots' ? [] : commandFigures(await debPath())),
	...(which === 'commands' ? [] : await bootFigures()),
];
process.stdout.write(table(figures));
process.exitCode = figures.every(({value, limit}) => value <= limit) ? 0 : 1;
