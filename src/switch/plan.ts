import {formatDuration} from '../config/duration.js';
import {listHooks} from '../hooks/list.js';
import type {Paths} from '../paths.js';
import type {OnOptions} from './on.js';

/** What `umm on` will do, a step each, e.g. `run the hook 10-drain`. */
export async function planOn(paths: Paths, options: Omit<OnOptions, 'force'>): Promise<readonly string[]> {
	const hooks = await listHooks(paths, 'before-on');
	const expected =
		options.expected === undefined ? [] : [`you expect to be done in ${formatDuration(options.expected)}`];
	return [
		...hooks.map(({name}) => `run the hook ${name}`),
		'store the request, and reboot this node cleanly',
		'hold its next boot with only the network and sshd up',
		...options.commands.map(({command}) => `run there: ${command}`),
		...(options.afterwards === 'stay'
			? ["stay there until 'umm off'"]
			: [`${options.afterwards === 'off' ? 'resume the boot' : 'reboot'} by itself if every command succeeds`]),
		...expected,
	];
}
