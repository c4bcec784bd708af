/* The verbs as data: help, completions and the manual page are made from this table. */

/** An option as `node:util` parseArgs wants it, with what help says of it. */
export interface Option {
	readonly type: 'string' | 'boolean';
	readonly short?: string;
	/** Name of the value in help, e.g. `DURATION`. */
	readonly value?: string;
	/** The values that it takes, when they are few. */
	readonly choices?: readonly string[];
	readonly help: string;
}

/** One verb of the command line. */
export interface Verb {
	readonly name: string;
	/** One line, without a full stop. */
	readonly summary: string;
	/** What follows the verb, e.g. `[--] [COMMAND ...]`. */
	readonly synopsis: string;
	/** More, a paragraph each. */
	readonly text: readonly string[];
	readonly options: Readonly<Record<string, Option>>;
	/** Each a command line and what it does. */
	readonly examples: readonly (readonly [string, string])[];
	/** Words that may come next: sub-verbs or fixed arguments. */
	readonly words?: readonly string[];
	/** Called by units and scripts of umm's own; help and completions leave it out. */
	readonly internal?: true;
	/** Only root may. */
	readonly root?: true;
}

const json: Option = {type: 'boolean', help: 'print JSON (docs/json.md)'};
const force: Option = {type: 'boolean', help: 'go on although a hook fails; it is recorded'};
const plain: Option = {
	type: 'boolean',
	help: 'plain lines, nothing is drawn twice: for screen readers and poor terminals',
};
const yes: Option = {type: 'boolean', short: 'y', help: 'do not ask'};

export const verbs: readonly Verb[] = [
	{
		name: 'status',
		summary: 'show the state of this node',
		synopsis: '[--json]',
		text: [
			'To a terminal it says the state, since when, why, and what is scheduled. Elsewhere it is one line for scripts: "runlevel N 5" (as runlevel(8) prints it), "rebooting" when maintenance mode is asked for, "umm" when the boot is held, "MM disabled".',
		],
		options: {json},
		examples: [
			['umm status', 'the state'],
			['[ "$(umm status | cat)" = umm ] && echo paused', 'in a script'],
		],
	},
	{
		name: 'on',
		summary: 'reboot this node into maintenance mode',
		synopsis: '[OPTION ...] [--] [COMMAND ...]',
		text: [
			'Runs the before-on hooks, stores the request, and reboots the node cleanly. The next boot is held with only the network and sshd up, until "umm off". The words of COMMAND are joined by spaces and run by /bin/sh -c once maintenance mode is reached.',
		],
		options: {
			reason: {type: 'string', value: 'TEXT', help: 'why, for those who find the node paused'},
			for: {type: 'string', value: 'DURATION', help: 'announce when you expect to be done; it does not act on its own'},
			then: {
				type: 'string',
				value: 'off|reboot',
				choices: ['off', 'reboot'],
				help: 'leave by itself when every scheduled command succeeded',
			},
			timeout: {type: 'string', value: 'DURATION', help: 'end COMMAND after this time'},
			'on-failure': {
				type: 'string',
				value: 'stop|continue',
				choices: ['stop', 'continue'],
				help: 'when COMMAND fails, do not run (stop, the default) or run the commands behind it',
			},
			'dry-run': {type: 'boolean', help: 'say what would happen and change nothing'},
			test: {
				type: 'boolean',
				help: 'a rehearsal: say what would run on this node while paused and what would wait, and change nothing',
			},
			force,
			yes,
			json,
		},
		examples: [
			['umm on', 'pause, and log in to work'],
			["umm on --reason 'new kernel' --then reboot -- apt-get -y full-upgrade", 'work, then reboot back'],
			["umm on 'fsck -n /dev/sdb1 > /root/fsck.log'", 'pipes and redirections work'],
		],
		root: true,
	},
	{
		name: 'off',
		summary: 'leave maintenance mode: let the held boot go on, or reboot',
		synopsis: '[reboot] [OPTION ...]',
		text: [
			'On a paused node the boot goes on: same boot, no second reboot. With "reboot" the node reboots cleanly and the counter starts again. Before the reboot of "umm on" it withdraws the request. Commands still waiting are cancelled.',
		],
		options: {force, 'dry-run': {type: 'boolean', help: 'say what would happen and change nothing'}, json},
		examples: [
			['umm off', 'resume the boot'],
			['umm off reboot', 'reboot to operational'],
		],
		words: ['reboot'],
		root: true,
	},
	{
		name: 'enable',
		summary: 'let umm act on this node',
		synopsis: '[--json]',
		text: ['Sets UMM=yes in /etc/umm.conf.'],
		options: {json},
		examples: [['umm enable', 'pausing works again']],
		root: true,
	},
	{
		name: 'disable',
		summary: 'keep umm from acting on this node',
		synopsis: '[--json]',
		text: ['Sets UMM=no in /etc/umm.conf, and drops the request and the commands that have not run.'],
		options: {json},
		examples: [['umm disable', 'boots are never held']],
		root: true,
	},
	{
		name: 'schedule',
		summary: 'commands that run in maintenance mode',
		synopsis: 'add|list|show|log|edit|move|cancel|stop|again|save ...',
		text: [
			'"add [OPTION ...] [--] COMMAND ..." stores a command; on a paused node it runs at once, after those before it. "list" shows all in the order in which they run, "show N" one of them, "log [-f] N" its output.',
			'One that waits: "edit N [--] COMMAND ..." changes it, "move N up|down" exchanges it with the waiting one before or behind it, "cancel N" cancels it. One that runs: "stop N" (and "cancel N") ends it, by SIGTERM and some seconds later by SIGKILL. One that has ended: "again N" stores a copy of it. "save N [FILE]" writes its output to a new file, umm-command-N.log in the home directory unless FILE is given, and prints the path.',
		],
		options: {
			timeout: {type: 'string', value: 'DURATION', help: 'add: end the command after this time'},
			'on-failure': {
				type: 'string',
				value: 'stop|continue',
				choices: ['stop', 'continue'],
				help: 'add: when it fails, do not run (stop, the default) or run the commands behind it',
			},
			follow: {type: 'boolean', short: 'f', help: 'log: go on until the command ends'},
			timestamps: {type: 'boolean', short: 't', help: 'log: the time and stream before each line'},
			json,
		},
		examples: [
			['umm schedule add --timeout 1h -- apt-get -y full-upgrade', 'store a command'],
			['umm schedule log -f 3', 'watch command 3'],
			['umm schedule edit 3 -- apt-get -y upgrade', 'change command 3 before it runs'],
			['umm schedule move 3 up', 'run it earlier'],
		],
		words: ['add', 'list', 'show', 'log', 'edit', 'move', 'cancel', 'stop', 'again', 'save'],
		root: true,
	},
	{
		name: 'boots',
		summary: 'the last boots, how they ended, and what is left of those that died',
		synopsis: '[BOOT] [--json]',
		text: [
			'Without BOOT a line for each of the last 100 boots. With BOOT, the first characters of a boot id or the number in the list, all that was kept of it: last lines of its journal, panic text, failed units, a full disk.',
		],
		options: {json},
		examples: [
			['umm boots', 'the list'],
			['umm boots 2', 'the evidence of the boot before the previous one'],
		],
	},
	{
		name: 'audit',
		summary: 'who did what with umm on this node',
		synopsis: '[--json]',
		text: [
			'A line for each of the last 200 actions, newest first: when, by whom, what, and whether it was done, refused or failed. Kept in /var/lib/umm/audit.',
		],
		options: {json},
		examples: [['umm audit', 'the list']],
		root: true,
	},
	{
		name: 'config',
		summary: 'read, check and change /etc/umm.conf',
		synopsis: 'list|get KEY|set KEY=VALUE|check',
		text: ['"set" keeps comments, order and unknown keys. "check" names each line that is not understood.'],
		options: {json},
		examples: [
			['umm config set REBOOT_COUNT=3', 'change one value'],
			['umm config check', 'exit status 2 when something is wrong'],
		],
		words: ['list', 'get', 'set', 'check'],
	},
	{
		name: 'doctor',
		summary: 'prove that umm will work when it is needed',
		synopsis: '[--json]',
		text: [
			'Looks at each piece on the live system, and says what to do about each finding. Exit status 3 when one would keep umm from working.',
		],
		options: {json},
		examples: [['umm doctor', 'all checks']],
		root: true,
	},
	{
		name: 'wait',
		summary: 'wait until this node is paused or operational',
		synopsis: '--state paused|operational [--timeout DURATION]',
		text: ['Exit status 1 when the time is over first.'],
		options: {
			state: {
				type: 'string',
				value: 'paused|operational',
				choices: ['paused', 'operational'],
				help: 'the state to wait for',
			},
			timeout: {type: 'string', value: 'DURATION', help: 'how long at most; without it, for ever'},
			json,
		},
		examples: [['umm wait --state operational --timeout 5min', 'after umm off']],
	},
	{
		name: 'install',
		summary: 'wire umm into the init system and the boot menu of this node',
		synopsis: '[--dry-run] [--json]',
		text: ['Does nothing that is done already. The package calls it.'],
		options: {'dry-run': {type: 'boolean', help: 'print every file that it would touch, and touch none'}, json},
		examples: [['umm install --dry-run', 'what would change']],
		root: true,
	},
	{
		name: 'uninstall',
		summary: 'take umm out of the init system and the boot menu of this node',
		synopsis: '[--dry-run] [--json]',
		text: ['Removes exactly what "umm install" made. Not while the node is paused.'],
		options: {'dry-run': {type: 'boolean', help: 'print every file that it would touch, and touch none'}, json},
		examples: [['umm uninstall --dry-run', 'what would change']],
		root: true,
	},
	{
		name: 'console',
		summary: 'open the console (what "umm" alone does on a terminal)',
		synopsis: '',
		text: ['Exit status 0: left on purpose. Any other: it could not run, and standard error says why.'],
		options: {
			plain,
			login: {type: 'boolean', help: 'opened by the login snippet: leaving ends the session'},
		},
		examples: [
			['umm', 'the console'],
			['umm console --plain', 'the same, line by line'],
		],
	},
	{
		name: 'serve',
		summary: 'serve ssh while the boot is held and sshd does not answer',
		synopsis: '',
		text: [
			'Called by umm-serve.service. With SSH_SERVE=auto (umm.conf(5)) it gives sshd half a minute, serves on SSH_PORT only when sshd does not answer, and ends when the node is operational and nobody is logged in.',
			'Public keys only: those in ~/.ssh/authorized_keys of root and of the members of the group sudo or wheel. A login opens the console; "ssh -p 2222 root@NODE VERB" runs a verb.',
		],
		options: {},
		examples: [['umm serve', 'what the unit runs']],
		root: true,
	},
	{
		name: 'hooks',
		summary: 'run the hooks after maintenance mode',
		synopsis: 'run-after-off',
		text: ['Called by umm-after-off.service.'],
		options: {},
		examples: [],
		internal: true,
		root: true,
	},
	{
		name: 'sandbox',
		summary: 'open the console on a simulated paused node',
		synopsis: '',
		text: ['Needs no root and touches nothing outside a directory of its own.'],
		options: {plain},
		examples: [['umm sandbox', 'try the console']],
	},
];
