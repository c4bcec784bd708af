/* The model itself, against what upstart's manual pages and its own tests say. */
import test from 'ava';
import {emptyJob, readStanzas} from './model/stanzas.js';
import {type Job, type Start, Upstart} from './model/upstart.js';

/** An upstart with jobs given as the text of their files; processes end when the test says so. */
function upstart(jobs: Readonly<Record<string, string>>) {
	const ends = new Map<string, (status: number) => void>();
	const start: Start = (job: Job, process, ended) => {
		ends.set(`${job.class.name} ${process}`, ended);
		return {kill: () => setImmediate(() => ended(143))};
	};
	const classes = Object.entries(jobs).map(([name, text]) => {
		const job = emptyJob(name);
		readStanzas(job, text);
		return job;
	});
	const model = new Upstart(classes, start);
	const end = (process: string, status = 0) => ends.get(process)?.(status);
	const states = () => Object.fromEntries(model.list().map((line) => line.split(' ').slice(0, 2)));
	return {model, end, states};
}

test('starting(7): the job waits until a task that its event started has stopped', (t) => {
	const {model, end, states} = upstart({a: 'start on go\nexec a\n', b: 'start on starting a\ntask\nexec b\n'});
	model.emit('go');
	t.deepEqual(states(), {a: 'start/starting', b: 'start/running,'});
	end('b main');
	t.deepEqual(states(), {a: 'start/running,', b: 'stop/waiting'});
});

test('starting(7): of a service it waits only until that runs', (t) => {
	const {model, states} = upstart({a: 'start on go\nexec a\n', b: 'start on starting a\nexec b\n'});
	model.emit('go');
	t.deepEqual(states(), {a: 'start/running,', b: 'start/running,'});
});

test('stopping(7): the post-stop script waits for the tasks of the event', (t) => {
	const {model, end, states} = upstart({
		a: 'start on go\ntask\nexec a\npost-stop exec after\n',
		b: 'start on stopping a\ntask\nexec b\n',
	});
	model.emit('go');
	end('a main');
	t.is(states()['a'], 'stop/stopping');
	end('b main');
	t.is(states()['a'], 'stop/post-stop');
	end('a post-stop');
	t.is(states()['a'], 'stop/waiting');
});

test('a task without a process runs until it is stopped', (t) => {
	const {model, states} = upstart({a: 'start on go\nexec a\n', b: 'start on starting a\nstop on release\ntask\n'});
	model.emit('go');
	t.deepEqual(states(), {a: 'start/starting', b: 'start/running'});
	model.emit('release');
	t.deepEqual(states(), {a: 'start/running,', b: 'stop/waiting'});
});

test('a job that is stopped while it starts never runs its process', (t) => {
	const {model, states} = upstart({
		a: 'start on go\nstop on runlevel [06]\nexec a\n',
		b: 'start on starting a\nstop on release\ntask\n',
	});
	model.emit('go');
	model.emit('runlevel', ['RUNLEVEL=6']);
	t.is(states()['a'], 'stop/starting');
	model.emit('release');
	t.is(states()['a'], 'stop/waiting');
	t.false(model.log.includes('a start/spawned'));
});

test('an event is blocked by what it only half satisfies', (t) => {
	const {model} = upstart({a: 'start on (one and two)\nexec a\n'});
	const finished: string[] = [];
	model.emit('one', [], () => finished.push('one'));
	t.deepEqual(finished, []);
	model.emit('two', [], () => finished.push('two'));
	t.deepEqual(finished, ['one', 'two']);
});

test('a shutdown while rc itself is kept waiting is lost: so rc is never held', (t) => {
	const {model, states} = upstart({
		rc: 'start on runlevel [0123456]\nstop on runlevel [!$RUNLEVEL]\nexport RUNLEVEL\ntask\nexec rc $RUNLEVEL\n',
		gate: 'start on starting rc RUNLEVEL=[2345]\nstop on release\ntask\n',
	});
	model.emit('runlevel', ['RUNLEVEL=2']);
	model.emit('runlevel', ['RUNLEVEL=6']);
	t.deepEqual(states(), {rc: 'start/starting', gate: 'start/running'});
	t.false(model.log.includes('rc start/spawned'));
});

test('events match by position, then by name, as globs', (t) => {
	const {model, states} = upstart({
		position: 'start on change 2 B=x*\nexec a\n',
		other: 'start on change [!2345]\nexec b\n',
		unlike: 'start on change A!=2\nexec c\n',
	});
	model.emit('change', ['A=2', 'B=xyz']);
	t.deepEqual(states(), {position: 'start/running,', other: 'stop/waiting', unlike: 'stop/waiting'});
	model.emit('change', ['A=6', 'B=y']);
	t.deepEqual(states(), {position: 'start/running,', other: 'start/running,', unlike: 'start/running,'});
});

test('an override file replaces stanzas; one that 0.6.5 does not know is an error', (t) => {
	const job = emptyJob('a');
	readStanzas(job, 'start on one\npost-stop script\n\tfalse\nend script\n');
	readStanzas(job, 'start on two\npost-stop exec true\n');
	t.deepEqual(job.startOn, {event: 'two', env: []});
	t.deepEqual(job.processes.get('post-stop'), {script: false, text: 'true'});
	t.throws(() => readStanzas(job, 'setuid nobody\n'), {message: /unknown stanza/});
});
