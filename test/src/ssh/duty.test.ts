import test from 'ava';
import {type Duty, onDuty} from '../../../src/ssh/duty.js';
import {until} from '../runs/node.js';

/** A node and a server that the test moves. */
class Stage {
	paused = true;
	wanted: 'yes' | 'unless' | 'no' = 'unless';
	sessions = 0;
	looks = 0;
	/** What happened, in order. */
	readonly events: string[] = [];
	readonly stop = new AbortController();
	readonly over: Promise<void>;

	constructor(times: Partial<Duty['times']> = {}, start?: Duty['start']) {
		const service = {
			count: () => this.sessions,
			get sessions() {
				return this.count();
			},
			close: async () => void this.events.push('closed'),
		};
		this.over = onDuty({
			isPaused: async () => this.paused,
			isWanted: async () => {
				this.looks++;
				return this.wanted;
			},
			start:
				start ??
				(async () => {
					this.events.push('started');
					return service;
				}),
			stop: this.stop.signal,
			times: {patience: 0, soon: 1, later: 1, poll: 1, ...times},
		});
	}

	happens(...events: readonly string[]): Promise<unknown> {
		return until(() => this.events.join() === events.join());
	}

	/** Wait until it has looked again. */
	looksAgain(): Promise<unknown> {
		const before = this.looks;
		return until(() => this.looks > before + 1);
	}
}

test('it serves when sshd does not come in its time, and not before', async (t) => {
	const stage = new Stage({patience: 300});
	const begin = performance.now();
	await until(() => stage.looks > 3);
	t.deepEqual(stage.events, []);
	await stage.happens('started');
	t.true(performance.now() - begin >= 300);
	stage.paused = false;
	await stage.over;
	t.deepEqual(stage.events, ['started', 'closed']);
});

test('it does not serve when sshd comes', async (t) => {
	const stage = new Stage({patience: 10_000});
	await until(() => stage.looks > 3);
	stage.wanted = 'no';
	await stage.looksAgain();
	stage.paused = false;
	await stage.over;
	t.deepEqual(stage.events, []);
});

test('always is at once', async (t) => {
	const stage = new Stage({patience: 60_000});
	stage.wanted = 'yes';
	await stage.happens('started');
	stage.stop.abort();
	await stage.over;
	t.deepEqual(stage.events, ['started', 'closed']);
});

test('when sshd is back it ends, but for a session; and it comes again', async (t) => {
	const stage = new Stage();
	await stage.happens('started');
	stage.sessions = 1;
	stage.wanted = 'no';
	await new Promise((resolve) => setImmediate(resolve));
	t.deepEqual(stage.events, ['started']);
	stage.sessions = 0;
	await stage.happens('started', 'closed');
	stage.wanted = 'unless';
	await stage.happens('started', 'closed', 'started');
	stage.stop.abort();
	await stage.over;
});

test('an operational node is served until the last session has ended', async (t) => {
	const stage = new Stage();
	await stage.happens('started');
	stage.sessions = 2;
	stage.paused = false;
	let isOver = false;
	void stage.over.then(() => {
		isOver = true;
	});
	const end = performance.now() + 100;
	await until(() => performance.now() > end);
	t.false(isOver);
	stage.sessions = 0;
	await stage.over;
	t.deepEqual(stage.events, ['started', 'closed']);
});

test('what keeps it from serving ends it', async (t) => {
	const stage = new Stage({}, async () => {
		throw new Error('there is no host key');
	});
	await t.throwsAsync(stage.over, {message: 'there is no host key'});
});
