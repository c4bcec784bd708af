import test from 'ava';
import {systemClock} from '../../../src/runs/clock.js';
import {GroupCommit, pauseAfter} from '../../../src/runs/group-commit.js';
import {until} from './node.js';

/** Commits that end when the test lets them. */
function commits() {
	const started: (() => void)[] = [];
	const commit = new GroupCommit(() => new Promise<void>((resolve) => started.push(resolve)), systemClock);
	return {commit, started};
}

test('the first write is committed at once', (t) => {
	const {commit, started} = commits();
	commit.add(10);
	t.is(started.length, 1);
});

test('while one commit is under way the writes gather for the next', async (t) => {
	const {commit, started} = commits();
	commit.add(10);
	for (let index = 0; index < 1000; index++) commit.add(10);
	t.is(started.length, 1);
	started[0]?.();
	await until(() => started.length === 2);
	const flushed = commit.flush();
	started[1]?.();
	await flushed;
	t.is(started.length, 2);
});

test('a flush does not wait for its turn', async (t) => {
	const commit = new GroupCommit(async () => undefined, systemClock);
	const began = performance.now();
	for (let index = 0; index < 5; index++) {
		commit.add(1_000_000);
		await commit.flush();
	}
	t.true(performance.now() - began < 400);
});

test('a trickle is committed within 20 ms, a flood twice a second, and the disk is left free half of the time', (t) => {
	t.is(pauseAfter(80, 2), 20);
	t.is(pauseAfter(1_000_000, 2), 500);
	t.is(pauseAfter(80, 300), 300);
	t.is(pauseAfter(1_000_000, 900), 900);
});
