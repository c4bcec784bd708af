import test from 'ava';
import {type Duty, type DutyClock, onDuty, standardTimes} from '../../../src/ssh/duty.js';

/** A clock that goes on when the test says so, for one who sleeps by it again and again. */
class TestClock implements DutyClock {
	#time = 0;
	#sleeper = Promise.withResolvers<{readonly until: number; wake(): void}>();

	now(): number {
		return this.#time;
	}

	async sleep(duration: number, stop: AbortSignal): Promise<void> {
		const {promise, resolve} = Promise.withResolvers<void>();
		stop.addEventListener('abort', () => resolve());
		this.#sleeper.resolve({until: this.#time + duration, wake: resolve});
		await promise;
	}

	/** Let milliseconds pass. @returns when all that was to happen in them has happened, at the next sleep. */
	async pass(duration: number): Promise<void> {
		const end = this.#time + duration;
		for (;;) {
			const {until, wake} = await this.#sleeper.promise;
			if (until > end) break;
			this.#time = until;
			this.#sleeper = Promise.withResolvers();
			wake();
		}
		this.#time = end;
	}
}

/** A node, a server and a clock that the test moves. */
class Stage {
	paused = true;
	wanted: 'yes' | 'unless' | 'no' = 'unless';
	sessions = 0;
	/** What happened, in order. */
	readonly events: string[] = [];
	readonly stop = new AbortController();
	readonly over: Promise<void>;
	readonly #clock = new TestClock();

	constructor(start?: Duty['start']) {
		const service = {
			count: () => this.sessions,
			get sessions() {
				return this.count();
			},
			close: async () => void this.events.push('closed'),
		};
		this.over = onDuty({
			isPaused: async () => this.paused,
			isWanted: async () => this.wanted,
			start:
				start ??
				(async () => {
					this.events.push('started');
					return service;
				}),
			stop: this.stop.signal,
			times: standardTimes,
			clock: this.#clock,
		});
	}

	/** Let milliseconds pass, or see it end. */
	async pass(duration: number): Promise<'asleep' | 'over'> {
		return Promise.race([
			this.#clock.pass(duration).then(() => 'asleep' as const),
			this.over.then(() => 'over' as const),
		]);
	}
}

const {patience, later, poll} = standardTimes;

test('it serves when sshd does not come in its time, and not before', async (t) => {
	const stage = new Stage();
	await stage.pass(patience - 1);
	t.deepEqual(stage.events, []);
	await stage.pass(1);
	t.deepEqual(stage.events, ['started']);
	stage.paused = false;
	t.is(await stage.pass(poll), 'over');
	t.deepEqual(stage.events, ['started', 'closed']);
});

test('it does not serve when sshd comes in time', async (t) => {
	const stage = new Stage();
	await stage.pass(patience - 2000);
	stage.wanted = 'no';
	await stage.pass(10 * patience);
	stage.paused = false;
	t.is(await stage.pass(poll), 'over');
	t.deepEqual(stage.events, []);
});

test('always is at once', async (t) => {
	const stage = new Stage();
	stage.wanted = 'yes';
	await stage.pass(0);
	t.deepEqual(stage.events, ['started']);
	stage.stop.abort();
	await stage.over;
	t.deepEqual(stage.events, ['started', 'closed']);
});

test('when sshd is back it ends, but for a session; and it comes again', async (t) => {
	const stage = new Stage();
	await stage.pass(patience);
	stage.sessions = 1;
	stage.wanted = 'no';
	await stage.pass(10 * later);
	t.deepEqual(stage.events, ['started']);
	stage.sessions = 0;
	await stage.pass(later);
	t.deepEqual(stage.events, ['started', 'closed']);
	stage.wanted = 'unless';
	await stage.pass(later);
	t.deepEqual(stage.events, ['started', 'closed', 'started']);
	stage.stop.abort();
	await stage.over;
});

test('an operational node is served until the last session has ended', async (t) => {
	const stage = new Stage();
	await stage.pass(patience);
	stage.sessions = 2;
	stage.paused = false;
	t.is(await stage.pass(10 * later), 'asleep');
	t.deepEqual(stage.events, ['started']);
	stage.sessions = 0;
	t.is(await stage.pass(poll), 'over');
	t.deepEqual(stage.events, ['started', 'closed']);
});

test('what keeps it from serving ends it', async (t) => {
	const stage = new Stage(async () => {
		throw new Error('there is no host key');
	});
	await t.throwsAsync(stage.pass(patience), {message: 'there is no host key'});
});
