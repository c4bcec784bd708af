/*
 * upstart's events and jobs, as far as when a job runs depends on them, by its source: init/event.c, init/job.c,
 * init/job_process.c, init/job_class.c (0.6.5 and 1.12.1 are alike in this). What its processes do is not its own.
 */
import {expand, Operator, type UpstartEvent} from './operator.js';
import type {JobClass, ProcessName} from './stanzas.js';

type State =
	| 'waiting'
	| 'starting'
	| 'pre-start'
	| 'spawned'
	| 'post-start'
	| 'running'
	| 'pre-stop'
	| 'stopping'
	| 'killed'
	| 'post-stop';

/** A process that runs: `kill` is SIGTERM to its group. */
export interface Running {
	kill(): void;
}

/** Starts a process of a job; `ended` is called with its exit status, or 143 when a signal ended it. Never at once. */
export type Start = (job: Job, process: ProcessName, ended: (status: number) => void) => Running;

export interface Job {
	readonly class: JobClass;
	readonly name: string;
	goal: 'start' | 'stop';
	state: State;
	env: readonly string[];
	startEnv: readonly string[] | undefined;
	stopEnv: readonly string[];
	readonly stopOn: Operator | undefined;
	failed: ProcessName | undefined;
	/** What waits until the job has come to rest. */
	blocking: ((failed: boolean) => void)[];
	readonly processes: Map<ProcessName, Running>;
}

export class UpstartError extends Error {}

export class Upstart {
	readonly classes = new Map<string, JobClass>();
	readonly #start: Start;
	readonly #startOn = new Map<JobClass, Operator>();
	readonly #instances = new Map<string, Map<string, Job>>();
	readonly #events: UpstartEvent[] = [];
	/** Every event that was handled and every state that was entered, for a look when a test fails. */
	readonly log: string[] = [];

	constructor(classes: Iterable<JobClass>, start: Start) {
		this.#start = start;
		for (const job of classes) this.load(job);
	}

	/** A job file that is new or has changed; instances that run keep what they have. */
	load(job: JobClass): void {
		this.classes.set(job.name, job);
		if (job.startOn) this.#startOn.set(job, new Operator(job.startOn));
		if (!this.#instances.has(job.name)) this.#instances.set(job.name, new Map());
	}

	/** `NAME`, or `NAME (INSTANCE)`, with goal and state, as `initctl list` has them. */
	list(): string[] {
		return [...this.classes.keys()].sort().flatMap((name) => {
			const jobs = [...(this.#instances.get(name) as Map<string, Job>).values()];
			if (jobs.length === 0) return [`${name} stop/waiting`];
			return jobs.map((job) => {
				const pid = job.processes.has('main') ? ', process 1' : '';
				return `${name}${job.name === '' ? '' : ` (${job.name})`} ${job.goal}/${job.state}${pid}`;
			});
		});
	}

	/** Queue an event. @param finished called when all that it started or stopped has come to rest. */
	emit(name: string, env: readonly string[] = [], finished?: (failed: boolean) => void): void {
		this.#queue(name, env, finished);
		this.#poll();
	}

	/** The `start` command. @throws UpstartError when it can't be. */
	start(name: string, env: readonly string[], done?: (failed: boolean) => void): void {
		const jobClass = this.#class(name);
		const all = [...jobClass.env.filter((entry) => entry.includes('=')), ...env];
		const instance = expand(jobClass.instance, all);
		if (instance === undefined) throw new UpstartError('Unknown parameter');
		this.startInstance(this.#instance(jobClass, instance), all, done);
	}

	startInstance(job: Job, env: readonly string[] | undefined, done?: (failed: boolean) => void): void {
		if (job.goal === 'start') throw new UpstartError(`Job is already running: ${job.class.name}`);
		if (env) job.startEnv = env;
		this.#rest(job, false);
		if (done) job.blocking.push(done);
		this.#setGoal(job, 'start');
		this.#poll();
	}

	stop(job: Job, done?: (failed: boolean) => void): void {
		if (job.goal === 'stop') throw new UpstartError(`Job has already been stopped: ${job.class.name}`);
		job.stopEnv = [];
		this.#rest(job, false);
		if (done) job.blocking.push(done);
		this.#setGoal(job, 'stop');
		this.#poll();
	}

	/** @throws UpstartError when there is no such job or instance. */
	find(name: string, instance: string | undefined, env: readonly string[] = []): Job {
		const jobClass = this.#class(name);
		const wanted = instance ?? expand(jobClass.instance, [...jobClass.env, ...env]) ?? '';
		const job = this.#instances.get(name)?.get(wanted);
		if (!job) throw new UpstartError(`Unknown instance: ${wanted}`);
		return job;
	}

	#class(name: string): JobClass {
		const found = this.classes.get(name);
		if (!found) throw new UpstartError(`Unknown job: ${name}`);
		return found;
	}

	#instance(jobClass: JobClass, name: string): Job {
		const jobs = this.#instances.get(jobClass.name) as Map<string, Job>;
		let job = jobs.get(name);
		if (!job) {
			job = {
				class: jobClass,
				name,
				goal: 'stop',
				state: 'waiting',
				env: [],
				startEnv: undefined,
				stopEnv: [],
				stopOn: jobClass.stopOn && new Operator(jobClass.stopOn),
				failed: undefined,
				blocking: [],
				processes: new Map(),
			};
			jobs.set(name, job);
		}
		return job;
	}

	#queue(name: string, env: readonly string[], finished?: (failed: boolean) => void): UpstartEvent {
		const event: UpstartEvent = {
			name,
			env,
			progress: 'pending',
			blockers: 0,
			failed: false,
			finished: finished ? [finished] : [],
		};
		this.#events.push(event);
		return event;
	}

	/** event_poll(): until every event in the queue is finished or blocked. */
	#poll(): void {
		for (let again = true; again; ) {
			again = false;
			for (const event of [...this.#events]) {
				if (event.progress === 'pending') {
					event.progress = 'handling';
					this.log.push(`event ${event.name} ${event.env.join(' ')}`);
					this.#handle(event);
					again = true;
				}
				if (event.progress === 'handling' && event.blockers === 0) {
					event.progress = 'finished';
					this.#events.splice(this.#events.indexOf(event), 1);
					for (const finished of event.finished) finished(event.failed);
					if (event.failed && !event.name.endsWith('/failed')) this.#queue(`${event.name}/failed`, event.env);
					again = true;
				}
			}
		}
	}

	/** event_pending_handle_jobs(): of each class first what is stopped, then what is started. */
	#handle(event: UpstartEvent): void {
		const unblock = (other: UpstartEvent) => void other.blockers--;
		for (const jobClass of [...this.classes.values()]) {
			for (const job of [...(this.#instances.get(jobClass.name) as Map<string, Job>).values()]) {
				if (!(job.stopOn?.handle(event, job.env) && job.stopOn.value)) continue;
				if (job.goal !== 'stop') {
					const events = job.stopOn.events();
					job.stopEnv = [`UPSTART_STOP_EVENTS=${events.map(({name}) => name).join(' ')}`];
					this.#rest(job, false);
					this.#block(job, events);
					this.#setGoal(job, 'stop');
				}
				job.stopOn.reset(unblock);
			}
			const startOn = this.#startOn.get(jobClass);
			if (!(startOn?.handle(event) && startOn.value)) continue;
			const events = startOn.events();
			const env = [
				...jobClass.env.filter((entry) => entry.includes('=')),
				...events.flatMap((one) => one.env),
				`UPSTART_EVENTS=${events.map(({name}) => name).join(' ')}`,
			];
			const name = expand(jobClass.instance, env);
			if (name !== undefined) {
				const job = this.#instance(jobClass, name);
				if (job.goal !== 'start') {
					job.startEnv = env;
					this.#rest(job, false);
					this.#block(job, events);
					this.#setGoal(job, 'start');
				}
			}
			startOn.reset(unblock);
		}
	}

	/** The events wait until the job has come to rest. */
	#block(job: Job, events: readonly UpstartEvent[]): void {
		for (const event of events) {
			event.blockers++;
			job.blocking.push((failed) => {
				event.failed ||= failed;
				event.blockers--;
			});
		}
	}

	/** job_finished() */
	#rest(job: Job, failed: boolean): void {
		const blocking = job.blocking;
		job.blocking = [];
		for (const done of blocking) done(failed);
	}

	#fail(job: Job, process: ProcessName): void {
		if (job.failed) return;
		job.failed = process;
		this.#rest(job, true);
	}

	/** job_change_goal(): only in the states of rest it has an effect at once. */
	#setGoal(job: Job, goal: 'start' | 'stop'): void {
		if (job.goal === goal) return;
		job.goal = goal;
		if (job.state === (goal === 'start' ? 'waiting' : 'running')) this.#enter(job, this.#next(job));
	}

	/** job_next_state() */
	#next(job: Job): State {
		const start = job.goal === 'start';
		switch (job.state) {
			case 'waiting':
				return 'starting';
			case 'starting':
				return start ? 'pre-start' : 'stopping';
			case 'pre-start':
				return start ? 'spawned' : 'stopping';
			case 'spawned':
				return start ? 'post-start' : 'stopping';
			case 'post-start':
				return start ? 'running' : 'stopping';
			case 'running':
				return !start && job.processes.has('main') ? 'pre-stop' : 'stopping';
			case 'pre-stop':
				return start ? 'running' : 'stopping';
			case 'stopping':
				return 'killed';
			case 'killed':
				return 'post-stop';
			case 'post-stop':
				return start ? 'starting' : 'waiting';
		}
	}

	/** job_change_state() */
	#enter(job: Job, state: State): void {
		const from = job.state;
		job.state = state;
		this.log.push(`${job.class.name}${job.name === '' ? '' : ` (${job.name})`} ${job.goal}/${state}`);
		switch (state) {
			case 'starting':
				if (job.startEnv) job.env = job.startEnv;
				job.startEnv = undefined;
				job.stopEnv = [];
				job.failed = undefined;
				this.#event(job, 'starting');
				return;
			case 'stopping':
				this.#event(job, 'stopping');
				return;
			case 'running':
				if (from === 'pre-stop') this.#rest(job, false);
				else {
					this.#event(job, 'started');
					if (!job.class.task) this.#rest(job, false);
				}
				return;
			case 'killed':
				if (job.processes.has('main')) job.processes.get('main')?.kill();
				else this.#enter(job, this.#next(job));
				return;
			case 'waiting':
				this.#event(job, 'stopped');
				this.#rest(job, false);
				this.#instances.get(job.class.name)?.delete(job.name);
				return;
			case 'spawned':
				if (job.class.processes.has('main')) this.#run(job, 'main');
				this.#enter(job, this.#next(job));
				return;
			case 'pre-start':
			case 'post-start':
			case 'pre-stop':
			case 'post-stop':
				if (job.class.processes.has(state)) this.#run(job, state);
				else this.#enter(job, this.#next(job));
		}
	}

	/** job_emit_event() */
	#event(job: Job, name: 'starting' | 'started' | 'stopping' | 'stopped'): void {
		const env = [`JOB=${job.class.name}`, `INSTANCE=${job.name}`];
		if (name.startsWith('stop')) env.push(job.failed ? 'RESULT=failed' : 'RESULT=ok');
		if (name.startsWith('stop') && job.failed) env.push(`PROCESS=${job.failed}`);
		for (const key of job.class.exported) env.push(...job.env.filter((entry) => entry.startsWith(`${key}=`)).slice(-1));
		const blocks = name === 'starting' || name === 'stopping';
		this.#queue(name, env, blocks ? () => this.#enter(job, this.#next(job)) : undefined);
	}

	#run(job: Job, process: ProcessName): void {
		const running = this.#start(job, process, (status) => {
			job.processes.delete(process);
			this.#ended(job, process, status);
			this.#poll();
		});
		job.processes.set(process, running);
	}

	/** job_process_terminated() */
	#ended(job: Job, process: ProcessName, status: number): void {
		const bad = status !== 0;
		if (process !== 'main') {
			if (bad && (process === 'pre-start' || process === 'post-stop')) {
				this.#fail(job, process);
				this.#setGoal(job, 'stop');
			}
			this.#enter(job, this.#next(job));
			return;
		}
		if (job.state === 'stopping') return;
		if (job.state === 'killed') {
			this.#enter(job, this.#next(job));
			return;
		}
		if (job.goal === 'start' && job.class.respawn) {
			this.#run(job, 'main');
			return;
		}
		if (bad && job.goal === 'start') this.#fail(job, 'main');
		this.#setGoal(job, 'stop');
	}
}
