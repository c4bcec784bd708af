/* What umm asks of systemd is known to systemd 219, the oldest that it runs on. */
import {globSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {backends} from '../gate/node.js';

/** What umm's units use of the table of 219 (src/core/load-fragment-gperf.gperf.m4 there; [Install]: systemd.unit(5)). */
const known = new Set(
	`Description Documentation DefaultDependencies Requires Wants Before After Conflicts OnFailure AllowIsolate
	ConditionPathExists Type ExecStart ExecStartPre ExecStop RemainAfterExit Environment Restart RestartSec
	RestartPreventExitStatus SuccessExitStatus TimeoutSec TimeoutStartSec TimeoutStopSec KillMode KillSignal Nice
	IOSchedulingClass WantedBy`.split(/\s+/),
);

/** Values of a choice that 219 has (systemd.service(5), systemd.kill(5)); others take names, numbers and times. */
const values: Readonly<Record<string, readonly string[]>> = {
	Type: ['simple', 'forking', 'oneshot', 'dbus', 'notify', 'idle'],
	KillMode: ['control-group', 'process', 'mixed', 'none'],
	Restart: ['no', 'always', 'on-success', 'on-failure', 'on-abnormal', 'on-abort', 'on-watchdog'],
};

/** What 219 passes over with a line in the log, and what is lost there. */
const passedOver: Readonly<Record<string, string>> = {
	CollectMode: 'since 236; the unit of a command that failed stays in the list of failed units',
};

const read = (...patterns: string[]) =>
	patterns.flatMap((pattern) =>
		globSync(pattern, {cwd: backends}).map((path) => ({path, text: readFileSync(join(backends, path), 'utf8')})),
	);

/** Lines of units, also those that the generator prints. */
const directives = read('systemd/units/*', 'systemd/sysinit.conf', 'systemd/generator').flatMap(({path, text}) =>
	[...text.matchAll(/(?:^|\[\w+\]\\n)([A-Z]\w*[a-z]\w*)=([^\n\\]*)/gm)].map(([, name = '', value = '']) => ({
		path,
		name,
		value,
	})),
);

test('every directive and its value is known to systemd 219, or passed over with a loss that is known', (t) => {
	t.true(directives.length > 80);
	for (const name of ['ConditionPathExists', 'Environment', 'Documentation']) {
		t.true(directives.some((one) => one.path === 'systemd/generator' && one.name === name));
	}
	const unknown = directives.filter(
		({name, value}) =>
			!(known.has(name) || name in passedOver) ||
			values[name]?.includes(value) === false ||
			// Since 229; before, 0 stood for it. A oneshot service has no such timeout anyway.
			(name.startsWith('Timeout') && value === 'infinity'),
	);
	t.deepEqual(unknown, []);
	const used = new Set(directives.map(({name}) => name));
	t.deepEqual(
		[...known, ...Object.keys(passedOver)].filter((name) => !used.has(name)),
		[],
	);
});

test('no program of systemd is called with an option that came after 219', (t) => {
	// systemd NEWS: journalctl --sync 228, systemctl show --value 230, is-system-running --wait 240; the others are later.
	const later = /--(?:sync|value|wait|show-transaction|what|timestamp|legend|check-inhibitors|with-dependencies)\b/;
	const scripts = ['**/*.sh', '{gate,systemd}/*[!s]', 'core/umm', 'systemd/*.ts'];
	const calls = read(...scripts).flatMap(({path, text}) =>
		text
			.split('\n')
			.filter((line) => /systemctl|journal\b|journalctl|systemd-run/.test(line))
			.map((line) => `${path}: ${line.trim()}`),
	);
	t.true(calls.length > 30);
	t.deepEqual(
		calls.filter((call) => later.test(call)),
		[],
	);
});
