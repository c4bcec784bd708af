/* The gate in POSIX sh and src/config in TypeScript parse one file: they must agree on every text. */
import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {loadConfig} from '../../../src/config/config.js';
import {backends, GateNode, shells} from './node.js';

type Values = readonly [umm: boolean, rebootCount: number, counterResetTime: number];

const defaults: Values = [true, 2, 600];

const table: readonly (readonly [text: string | Uint8Array, values: Values])[] = [
	['', defaults],
	['\n\n', defaults],
	['# UMM=no\n', defaults],
	['  # UMM=no\n', defaults],
	['UMM=yes\nREBOOT_COUNT=3\nCOUNTER_RESET_TIME=90\n', [true, 3, 90]],
	['UMM=no\n', [false, 2, 600]],
	['UMM=no', [false, 2, 600]],
	['UMM=\n', [false, 2, 600]],
	['UMM=YES\n', [false, 2, 600]],
	['UMM=yes \t\n', defaults],
	['UMM=yess\n', [false, 2, 600]],
	['UMM="yes"\n', defaults],
	["UMM='yes'\n", defaults],
	['UMM="yes\n', [false, 2, 600]],
	['UMM=yes"\n', [false, 2, 600]],
	['UMM="yes\'\n', [false, 2, 600]],
	['UMM=" yes "\n', [false, 2, 600]],
	['UMM="yes" # really\n', defaults],
	['UMM="yes"no\n', defaults],
	['UMM="no" "yes"\n', [false, 2, 600]],
	['UMM=""\n', [false, 2, 600]],
	["UMM=''\n", [false, 2, 600]],
	['UMM=yes # a comment\n', defaults],
	['UMM=yes\t#a comment\n', defaults],
	['UMM=yes#no comment\n', [false, 2, 600]],
	['UMM="yes # in quotes"\n', [false, 2, 600]],
	['UMM=# nothing\n', [false, 2, 600]],
	['UMM= # nothing\n', [false, 2, 600]],
	['  UMM = no\n', [false, 2, 600]],
	['\tUMM\t=\tno\n', [false, 2, 600]],
	['export UMM=no\n', defaults],
	['umm=no\n', defaults],
	['UMM\n', defaults],
	['UMM: no\n', defaults],
	['UMM no\n', defaults],
	['REBOOT_COUNT\n', defaults],
	['=no\n', defaults],
	['UMM==no\n', [false, 2, 600]],
	['UMM=yes=no\n', [false, 2, 600]],
	['UMM=$(echo yes)\n', [false, 2, 600]],
	['UMM=`echo yes`\n', [false, 2, 600]],
	['UMM=y\\es\n', [false, 2, 600]],
	['UMM=yes\\\nREBOOT_COUNT=5\n', [false, 5, 600]],
	['UMM=*\n', [false, 2, 600]],
	['UMM=no\nUMM=yes\n', defaults],
	['UMM=yes\nUMM=no\n', [false, 2, 600]],
	['UMM=yes\r\nREBOOT_COUNT=4\r\nCOUNTER_RESET_TIME=5min\r\n', [true, 4, 300]],
	['REBOOT_COUNT="4"\r\n', [true, 4, 600]],
	['REBOOT_COUNT=4 # four\r\n', [true, 4, 600]],
	['\r\n\r\nREBOOT_COUNT=4\r\n', [true, 4, 600]],
	['REBOOT_COUNT=4\rREBOOT_COUNT=5\n', defaults],
	['REBOOT_COUNT=0\n', [true, 0, 600]],
	['REBOOT_COUNT=00\n', [true, 0, 600]],
	['REBOOT_COUNT=08\n', [true, 8, 600]],
	['REBOOT_COUNT=010\n', [true, 10, 600]],
	['REBOOT_COUNT=000000009\n', [true, 9, 600]],
	['REBOOT_COUNT=999999999\n', [true, 999_999_999, 600]],
	['REBOOT_COUNT=9999999999\n', defaults],
	['REBOOT_COUNT=0000000001\n', defaults],
	['REBOOT_COUNT=99999999999999999999999999\n', defaults],
	['REBOOT_COUNT=18446744073709551617\n', defaults],
	['REBOOT_COUNT=-1\n', defaults],
	['REBOOT_COUNT=+1\n', defaults],
	['REBOOT_COUNT=1.5\n', defaults],
	['REBOOT_COUNT=1e3\n', defaults],
	['REBOOT_COUNT=0x10\n', defaults],
	['REBOOT_COUNT=1 2\n', defaults],
	['REBOOT_COUNT=\n', defaults],
	['REBOOT_COUNT=two\n', defaults],
	['REBOOT_COUNT=٣\n', defaults],
	['REBOOT_COUNT=5\nREBOOT_COUNT=bad\n', defaults],
	['REBOOT_COUNT=bad\nREBOOT_COUNT=5\n', [true, 5, 600]],
	['REBOOT_COUNT=7\nREBOOT_COUNT=3', [true, 3, 600]],
	['COUNTER_RESET_TIME=0\n', [true, 2, 0]],
	['COUNTER_RESET_TIME=600\n', defaults],
	['COUNTER_RESET_TIME=90s\n', [true, 2, 90]],
	['COUNTER_RESET_TIME=090s\n', [true, 2, 90]],
	['COUNTER_RESET_TIME=10min\n', defaults],
	['COUNTER_RESET_TIME=08min\n', [true, 2, 480]],
	['COUNTER_RESET_TIME=2h\n', [true, 2, 7200]],
	['COUNTER_RESET_TIME=999999999h\n', [true, 2, 3_599_999_996_400]],
	['COUNTER_RESET_TIME=1000000000h\n', defaults],
	['COUNTER_RESET_TIME=10 min\n', defaults],
	['COUNTER_RESET_TIME=10m\n', defaults],
	['COUNTER_RESET_TIME=10MIN\n', defaults],
	['COUNTER_RESET_TIME=1d\n', defaults],
	['COUNTER_RESET_TIME=min\n', defaults],
	['COUNTER_RESET_TIME=s\n', defaults],
	['COUNTER_RESET_TIME=h\n', defaults],
	['COUNTER_RESET_TIME=10mins\n', defaults],
	['COUNTER_RESET_TIME=1h30min\n', defaults],
	['COUNTER_RESET_TIME=-10min\n', defaults],
	['OTHER=1\nREBOOT_COUNT=3\nconstructor=2\ntoString=x\n__proto__=y\n', [true, 3, 600]],
	['REBOOT_COUNT =3\n', [true, 3, 600]],
	['REBOOT COUNT=3\n', defaults],
	['REBOOT_COUNT=3 ; rm -rf /\n', defaults],
	['\uFEFFREBOOT_COUNT=3\n', defaults],
	['\uFEFF# a comment\nREBOOT_COUNT=3\n', [true, 3, 600]],
	['ü=1\nREBOOT_COUNT=3\n', [true, 3, 600]],
	[Buffer.from('REBOOT_COUNT=3\nNAME=\xff\xfe\xc3\nUMM=no\n', 'latin1'), [false, 3, 600]],
	['REBOOT_COUNT=3\n\0\0\0\nUMM=no\n', [false, 3, 600]],
	['REBOOT_COUNT=\x003\n', [true, 3, 600]],
	[Buffer.alloc(4096), defaults],
	[Buffer.alloc(65_536, '#'), defaults],
	[Buffer.concat([Buffer.from('UMM=no\n'), Buffer.alloc(65_536 - 7, '\n')]), [false, 2, 600]],
	[Buffer.concat([Buffer.from('UMM=no\n'), Buffer.alloc(65_536 - 6, '\n')]), defaults],
	[Buffer.alloc(1_048_576, 'UMM=no\n'), defaults],
];

/** Texts made of the pieces that matter, always the same ones. */
function randomTexts(count: number): readonly string[] {
	const pieces =
		'UMM REBOOT_COUNT COUNTER_RESET_TIME OTHER = = = " \' # \\ \n \n \n \r \t 0 1 08 9 yes no min s h * $x `y` ü _ ; . ['
			.split(' ')
			.concat(' ', ' ');
	let seed = 20_261_122;
	const random = (below: number) => {
		// Numerical Recipes' linear congruential generator.
		seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((seed / 2 ** 32) * below);
	};
	return Array.from({length: count}, () =>
		Array.from({length: 1 + random(24)}, () => pieces[random(pieces.length)]).join(''),
	);
}

/** What the gate reads of each file under a real shell, in one process. */
async function gateReads(node: GateNode, files: readonly string[]): Promise<readonly Values[]> {
	const script = `. "$1"; shift
for conf do trust "$conf"; read_conf 2>/dev/null; [ "$UMM" = yes ] || UMM=no
printf '%s\\t%s\\t%s\\n' "$UMM" "$REBOOT_COUNT" "$COUNTER_RESET_TIME"; done`;
	const [file, ...args] = node.shell.command;
	const {stdout} = await execa(file, [...args, '-c', script, 'sh', join(backends, 'gate/decide.sh'), ...files], {
		env: {...node.env, LC_ALL: 'C'},
		stripFinalNewline: true,
	});
	return stdout.split('\n').map((line) => {
		const [umm, count, time] = line.split('\t');
		return [umm === 'yes', Number(count), Number(time)];
	});
}

async function coreReads(file: string): Promise<Values> {
	const {config} = await loadConfig(file);
	return [config.enabled, config.rebootCount, config.counterResetTime];
}

async function writeAll(node: GateNode, texts: readonly (string | Uint8Array)[]): Promise<readonly string[]> {
	const directory = join(node.paths.root, 'texts');
	await mkdir(directory);
	const files = texts.map((_, index) => join(directory, String(index)));
	for (const [index, text] of texts.entries()) await node.write(files[index] as string, text);
	return files;
}

const shown = (text: string | Uint8Array) => JSON.stringify(Buffer.from(text).toString('latin1').slice(0, 120));

for (const shell of shells) {
	test(`the gate and the core read every configuration alike (${shell.name})`, async (t) => {
		const node = await GateNode.create(t, shell);
		const files = await writeAll(
			node,
			table.map(([text]) => text),
		);
		const seen = await gateReads(node, files);
		t.is(seen.length, table.length);
		for (const [index, [text, values]] of table.entries()) {
			t.deepEqual(await coreReads(files[index] as string), values, `core: ${shown(text)}`);
			t.deepEqual(seen[index], values, `gate: ${shown(text)}`);
		}
	});

	test(`the gate and the core read random configurations alike (${shell.name})`, async (t) => {
		const node = await GateNode.create(t, shell);
		const texts = randomTexts(200);
		const files = await writeAll(node, texts);
		const seen = await gateReads(node, files);
		for (const [index, text] of texts.entries()) {
			t.deepEqual(seen[index], await coreReads(files[index] as string), shown(text));
		}
	});

	test(`a file that is not ours alone is ignored by both, and said (${shell.name})`, async (t) => {
		const node = await GateNode.create(t, shell);
		for (const mode of [0o664, 0o646, 0o666, 0o622]) {
			await node.conf('UMM=no\n', mode);
			const {umm, said} = await node.decide();
			t.is(umm, 'yes');
			t.regex(said, /umm\.conf \(mode \d+\); it is ignored/);
			const {config, problem} = await loadConfig(node.paths.conf);
			t.true(config.enabled);
			t.regex(problem ?? '', /umm\.conf is ignored: others may write to it/);
		}
	});

	test(`a directory in place of the file is ignored by both, and said (${shell.name})`, async (t) => {
		const node = await GateNode.create(t, shell);
		await mkdir(node.paths.conf);
		const {umm, said} = await node.decide();
		t.is(umm, 'yes');
		t.regex(said, /umm\.conf is not a regular file; it is ignored/);
		t.regex((await loadConfig(node.paths.conf)).problem ?? '', /umm\.conf is ignored: it is not a regular file/);
	});

	test(`a bad value is said with its file, line and key (${shell.name})`, async (t) => {
		const node = await GateNode.create(t, shell);
		await node.conf('# first\nREBOOT_COUNT=two\n\nCOUNTER_RESET_TIME=soon\nnonsense\n');
		const {said, limit} = await node.decide();
		t.is(limit, 2);
		t.deepEqual(
			said.split('\n').map((line) => line.replace(node.paths.root, '')),
			[
				'umm: /etc/umm.conf:2: REBOOT_COUNT: not a whole number; its default holds',
				'umm: /etc/umm.conf:4: COUNTER_RESET_TIME: not a time such as 600, 90s, 10min or 1h; its default holds',
				'umm: /etc/umm.conf:5: not KEY=value; the line is ignored',
			],
		);
	});
}

test('a pause is not lost to a broken configuration', async (t) => {
	const node = await GateNode.create(t);
	await node.request();
	for (const [text] of table.slice(-6)) {
		await node.conf(text);
		const {umm, held} = await node.decide();
		t.is(held, umm === 'yes' ? 'request' : 'no', shown(text));
	}
});
