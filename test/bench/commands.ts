/* How long commands take on a real node, against `node -e 0` of the package's own runtime in the same minute. */
import type {Node} from '../e2e/lab/node.js';
import {type Figure, ratio} from './figures.js';
import {summarise} from './statistics.js';

const rounds = 40;

const commands = {
	floor: '/usr/lib/umm/node -e 0',
	status: '/usr/bin/umm status',
	json: '/usr/bin/umm status --json',
	help: '/usr/bin/umm --help',
};

/** Milliseconds of each command by turns, a line a command; perl is on every Debian, and starts them without a shell. */
const timer = `use Time::HiRes "time"; $ENV{PATH} = "/usr/sbin:/usr/bin:/sbin:/bin";
open(STDOUT_KEPT, ">&", \\*STDOUT); open(STDOUT, ">", "/dev/null"); my @times;
for my $round (-2 .. $ARGV[0] - 1) { for my $i (1 .. $#ARGV) {
	my $start = time; system(split / /, $ARGV[$i]) == 0 or die $ARGV[$i];
	push @{$times[$i]}, 1000 * (time - $start) if $round >= 0; } }
print STDOUT_KEPT join(" ", @{$times[$_]}), "\\n" for 1 .. $#ARGV;`;

/** @param node operational, with umm installed. */
export async function commandFigures(node: Node): Promise<readonly Figure[]> {
	await node.files.write('/root/timer', timer);
	const quoted = Object.values(commands).map((command) => `'${command}'`);
	const {stdout, stderr} = await node.exec(`perl /root/timer ${rounds} ${quoted.join(' ')}`, {timeout: 300});
	const times = stdout.split('\n').map((line) => summarise(line.split(' ').map(Number)));
	const [floor, status, json, help] = times;
	if (!floor || !status || !json || !help) throw new Error(`the commands could not be timed: ${stderr}`);
	return [
		ratio('`umm status`, plain, over `node -e 0`', status, floor, 0.3),
		ratio('`umm status --json` over `node -e 0`', json, floor, 1.5),
		ratio('`umm --help` over `node -e 0`', help, floor, 1.5),
	];
}
