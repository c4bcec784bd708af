import {setTimeout as sleep} from 'node:timers/promises';
import type {Backend} from '../backend.js';
import {formatDuration} from '../config/duration.js';
import {type OffEffect, type OffOptions, switchOff} from './off.js';
import type {World} from './world.js';

/** A boot that takes longer than this to reach its default target goes on unwatched. Milliseconds. */
const patience = 120_000;

/** Milliseconds between two looks at the services. */
const interval = 200;

/** Tells of each service once: when it has started, when it has failed, and what is waited for. */
class ServiceWatch {
	readonly #told = new Map<string, string>();
	readonly #backend: Backend;
	readonly #progress: (line: string) => void;

	constructor(backend: Backend, progress: (line: string) => void) {
		this.#backend = backend;
		this.#progress = progress;
	}

	/** Take those that run already as known. */
	async begin(): Promise<void> {
		for (const {name, state} of await this.#backend.services()) this.#told.set(name, state);
	}

	/** @returns the services that are starting now. */
	async look(): Promise<readonly string[]> {
		const services = await this.#backend.services();
		for (const {name, state} of services) {
			if (this.#told.get(name) === state) continue;
			this.#told.set(name, state);
			if (state !== 'starting') this.#progress(`${state === 'failed' ? 'FAILED ' : 'started'} ${name}`);
		}
		return services.filter(({state}) => state === 'starting').map(({name}) => name);
	}
}

/**
 * Leave maintenance mode, and tell how a boot that goes on does, service by service, until its default target is
 * reached. The boot does not depend on being watched.
 *
 * @throws UmmError as {@link switchOff}.
 */
export async function switchOffAndFollow(world: World, options: OffOptions): Promise<OffEffect> {
	const {backend, progress, warn} = world;
	const watch = new ServiceWatch(backend, progress);
	if (options.how === 'resume') await watch.begin();
	const effect = await switchOff(world, options);
	if (effect === 'resuming') await follow(watch, {backend, progress, warn});
	return effect;
}

async function follow(
	watch: ServiceWatch,
	{backend, progress, warn}: Pick<World, 'backend' | 'progress' | 'warn'>,
): Promise<void> {
	const start = performance.now();
	const elapsed = () => performance.now() - start;
	progress('the boot goes on');
	for (let said = 5000; !(await backend.isOperational()); ) {
		const starting = await watch.look();
		if (elapsed() > patience) {
			warn(`the default target is not reached after ${formatDuration(elapsed() / 1000)}; the boot goes on by itself`);
			return;
		}
		if (elapsed() > said) {
			const waits = starting.length === 0 ? '' : `, waiting for ${starting.join(', ')}`;
			progress(`… ${formatDuration(elapsed() / 1000)}${waits}`);
			said += 5000;
		}
		await sleep(interval);
	}
	await watch.look();
	const failed = await backend.failedUnits();
	progress(`operational after ${(elapsed() / 1000).toFixed(1)} s`);
	if (failed.length > 0) warn(`failed units: ${failed.join(', ')}`);
}
