import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {recordAction} from '../../../src/audit/record.js';
import {openPresence} from '../../../src/console/presence.js';
import {nodeSource} from '../../../src/console/source.js';
import {execaRunner} from '../../../src/exec.js';
import {ledgerLine, ledgerOf} from '../../backends/gate/node.js';
import {thisBoot, until} from '../runs/node.js';
import {testWorld} from '../switch/world.js';

test('a snapshot has the ledger, the other consoles and what was done of late', async (t) => {
	const world = await testWorld(t);
	const {paths, by} = world;
	const [mine, other] = [await openPresence(paths, by), await openPresence(paths, {user: 'bob'})];
	const source = nodeSource(paths, mine, execaRunner, async () => []);
	await recordAction(world, {action: 'off', outcome: 'done'});
	await writeFile(paths.ledger, ledgerOf(ledgerLine({})), {mode: 0o644});
	const snapshot = await source.snapshot();
	t.like(snapshot, {others: [{by: {user: 'bob'}}], audit: [{action: 'off', by}], warnings: []});
	t.is(snapshot.boots?.length, 1);
	t.is(snapshot.others?.length, 1);
	await Promise.all([mine.close(), other.close()]);
});

test('what is looked at, the other consoles are told', async (t) => {
	const {paths, by} = await testWorld(t);
	const [mine, other] = [await openPresence(paths, by), await openPresence(paths, {user: 'bob'})];
	const source = nodeSource(paths, mine, execaRunner, async () => []);
	const told = (what: string) => until(async () => (await other.others())[0]?.last?.what === what);
	const evidence = join(paths.evidence, thisBoot);
	await mkdir(evidence, {recursive: true});
	await writeFile(join(evidence, 'panic'), 'Kernel panic');
	t.deepEqual(await source.evidence?.(thisBoot), [{kind: 'panic', text: 'Kernel panic'}]);
	await told(`looked at boot ${thisBoot.slice(0, 8)}`);
	const output = source.output(7, {tail: 1, signal: AbortSignal.abort()})[Symbol.asyncIterator]();
	await output.next().catch(() => undefined);
	await told('looked at command 7');
	await Promise.all([mine.close(), other.close()]);
});
