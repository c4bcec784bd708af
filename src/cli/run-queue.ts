/* What the units of systemd call: the queue, and one run. */
import {messageOf} from '../errors.js';
import {bootId, type NodeFacts, readNode} from '../node.js';
import {executeRun} from '../runs/execute-run.js';
import {type QueueResult, runQueue} from '../runs/queue.js';
import {stopSignal} from '../runs/stop-signal.js';
import {createFile, exists, removeFile} from '../state/file.js';
import {describeRequester} from '../state/requester.js';
import {switchOffAndFollow} from '../switch/follow-resume.js';
import type {World} from '../switch/world.js';
import {type Context, warn} from './context.js';
import {worldOf} from './world.js';

/** The after-on hooks, once in a held boot. Maintenance mode is reached: their failure is said and stops nothing. */
async function afterOn({paths, hooks, warn}: World, {request}: NodeFacts): Promise<void> {
	if (!(await createFile(paths.afterOn, ''))) return;
	const requestedBy = request ? describeRequester(request.by) : '';
	await hooks('after-on', {
		reason: request?.reason ?? '',
		requestedBy,
		state: 'paused',
		action: 'on',
		force: false,
	}).catch((error: unknown) => warn(messageOf(error)));
}

/** Run what waits until nothing does. Then `queueClosing` says so, and one more look makes sure. */
async function drain(world: World, stop: AbortSignal): Promise<QueueResult> {
	const {paths, backend, warn} = world;
	const boot = await bootId(paths);
	const run = async () =>
		runQueue({
			paths,
			bootId: boot,
			request: (await readNode(paths)).request?.id,
			startRun: (id) => backend.startRun(id),
			held: () => exists(paths.paused),
			warn,
			stop,
		});
	for (;;) {
		await removeFile(paths.queueClosing);
		await run();
		await createFile(paths.queueClosing, '');
		const result = await run();
		if (result.ran.length === 0 || stop.aborted) return result;
	}
}

/** `--then`: leave by itself, when every scheduled command has succeeded. */
async function afterwards(world: World, {failed, waiting}: QueueResult): Promise<void> {
	const {request, state} = await readNode(world.paths);
	if (!request || request.afterwards === 'stay' || state !== 'paused') return;
	if (failed.length > 0 || waiting.length > 0) {
		world.warn(`this node stays paused: ${failed.length} of its commands failed, ${waiting.length} have not run`);
		return;
	}
	const how = request.afterwards === 'off' ? 'resume' : 'reboot';
	const why = `by itself, every command has succeeded; asked for by ${describeRequester(request.by)}`;
	await switchOffAndFollow(world, {how, force: false, why});
}

/** `umm schedule run-queue`: what umm-queue.service runs. */
export async function queueMain(context: Context): Promise<number> {
	using stop = stopSignal();
	const world = await worldOf(context);
	const node = await readNode(context.paths);
	if (node.state !== 'paused') return 0;
	await afterOn(world, node);
	const result = await drain(world, stop.signal);
	if (!stop.signal.aborted) await afterwards(world, result);
	return 0;
}

/** `umm schedule run-one N`: what umm-run@N.service runs. Its exit status says that the run was recorded. */
export async function runOneMain(context: Context, id: number): Promise<number> {
	using stop = stopSignal();
	const {paths} = context;
	const {request} = await readNode(paths);
	await executeRun({
		paths,
		id,
		bootId: await bootId(paths),
		request: request?.id,
		stop: stop.signal,
		warn: (line) => warn(context, line),
	});
	return 0;
}
