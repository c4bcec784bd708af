import {saveOutput} from '../switch/save-output.js';
import {
	addScheduled,
	againScheduled,
	cancelScheduled,
	editScheduled,
	moveScheduled,
	stopScheduled,
} from '../switch/schedule.js';
import type {World} from '../switch/world.js';
import type {Presence} from './presence.js';
import type {CommandActions} from './snapshot.js';

/**
 * What a console can do with scheduled commands on this node.
 *
 * @param world makes the world of one action.
 * @param presence of that console: the others are told what was done.
 */
export function nodeCommandActions(world: () => Promise<World>, presence: Presence): CommandActions {
	return {
		async add(command) {
			const {id} = await addScheduled(await world(), {command, onFailure: 'stop'});
			presence.did(`added command ${id}`);
			return id;
		},
		async edit(id, command) {
			await editScheduled(await world(), id, command);
			presence.did(`changed command ${id}`);
		},
		async move(id, where) {
			await moveScheduled(await world(), id, where);
			presence.did(`moved command ${id} ${where}`);
		},
		async cancel(id) {
			await cancelScheduled(await world(), id);
			presence.did(`cancelled command ${id}`);
		},
		async stop(id) {
			presence.did(`stops command ${id}`);
			await stopScheduled(await world(), id);
		},
		async again(id) {
			const copy = await againScheduled(await world(), id);
			presence.did(`ran command ${id} again as command ${copy.id}`);
			return copy.id;
		},
		async save(id) {
			const path = await saveOutput(await world(), id);
			presence.did(`saved the output of command ${id}`);
			return path;
		},
	};
}
