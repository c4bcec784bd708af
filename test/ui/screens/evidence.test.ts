import test from 'ava';
import {evidenceRows, lastWords} from '../../../ui/screens/console/panes/evidence.js';

const evidence = [
	{
		kind: 'errors',
		text: 'a: disk slow\n2026-11-22T03:10 node kernel: Out of memory: Killed process 7 (mysqld)\nz: last\n',
	},
	{kind: 'failed-units', text: 'mysql.service: Failed with result oom-kill.\n'},
	{kind: 'full-disk', text: 'Filesystem Size Used Avail Use% Mounted on\n/dev/sda1 37G 36G 1G 97% /\n'},
	{kind: 'journal', text: 'started\nstopped\n'},
	{
		kind: 'panic',
		text: '== /var/lib/systemd/pstore/dmesg-0\n<0>[   41.1] eth0: up\n<0>[   41.2] Kernel panic - not syncing\n',
	},
	{kind: 'watchdog', text: '/sys/class/watchdog/watchdog0: 32\n'},
];

test('the last words are a line of each kind that tells something by itself, the panic first', (t) => {
	t.deepEqual(lastWords(evidence), [
		'panic: Kernel panic - not syncing',
		'watchdog: the watchdog reset the machine',
		'full disk: /dev/sda1 37G 36G 1G 97% /',
		'failed units: mysql.service: Failed with result oom-kill.',
		'errors: 2026-11-22T03:10 node kernel: Out of memory: Killed process 7 (mysqld)',
	]);
	t.deepEqual(lastWords([]), []);
});

test('control characters in them do not reach the screen', (t) => {
	t.deepEqual(lastWords([{kind: 'panic', text: 'Kernel panic\x1b]0;title\x07 \x1b[2Jnow\n'}]), [
		'panic: Kernel panic now',
	]);
});

test('all of it can be read, in the same order, the journal last', (t) => {
	const headings = evidenceRows(evidence, 80).flatMap(([piece]) => (piece?.tone === 'strong' ? [piece.text] : []));
	t.deepEqual(headings, ['panic', 'watchdog', 'full disk', 'failed units', 'errors', 'journal']);
});
