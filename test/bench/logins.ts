/* What the console adds to a login by ssh to a paused node, against `node -e 0` of the package's runtime there. */
import type {Node} from '../e2e/lab/node.js';
import {pause, resume} from '../e2e/support/umm.js';
import {type Figure, ratio} from './figures.js';
import {Line, time} from './line.js';
import {summarise} from './statistics.js';

const rounds = 30;
const floor = '/usr/lib/umm/node -e 0';
/** Milliseconds that the program takes on the node: it is started there without a shell, as in the other figures. */
const timer = `perl -MTime::HiRes=time -e '$t = time; system(split / /, "${floor}") == 0 or die; print 1000 * (time - $t)'`;

/** Milliseconds from the start of ssh until a text is there. */
async function login(node: Node, options: readonly string[], text: string): Promise<number> {
	const [file = '', ...args] = node.sshCommand({tty: true});
	const [target = ''] = args.splice(-1);
	let line: Line | undefined;
	try {
		return await time(() => {
			line = new Line(file, [...args, ...options, target], {TERM: 'xterm-256color'});
			return line.sees(text);
		});
	} finally {
		line?.[Symbol.dispose]();
	}
}

/** @param node operational, with umm installed; it is that again afterwards. */
export async function loginFigures(node: Node): Promise<readonly Figure[]> {
	// The other login differs in nothing but that the snippet opens no console.
	await node.files.write('/etc/ssh/sshd_config.d/bench.conf', 'AcceptEnv UMM_SHELL\n');
	await pause(node);
	const times: Record<'console' | 'shell' | 'added' | 'floor', number[]> = {
		console: [],
		shell: [],
		added: [],
		floor: [],
	};
	for (let round = -2; round < rounds; round++) {
		const least = Number((await node.exec(timer)).stdout);
		const shell = await login(node, ['-o', 'SetEnv=UMM_SHELL=1'], ':~# ');
		const console = await login(node, [], 'Leave');
		if (round < 0) continue;
		times.floor.push(least);
		times.shell.push(shell);
		times.console.push(console);
		times.added.push(console - shell);
	}
	await resume(node);
	const [added, least] = [summarise(times.added), summarise(times.floor)];
	return [ratio('what the console adds to a login through sshd, round by round, over `node -e 0`', added, least, 5)];
}
