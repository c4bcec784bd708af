import type {CommandActions, Snapshot} from '../../../../src/console/snapshot.js';
import {messageOf} from '../../../../src/errors.js';
import type {ScheduledCommand} from '../../../../src/schedule.js';
import {commandActionKeys, commandKeys} from '../../../keymap.js';
import {oneLine} from '../../../text/sanitise.js';
import {Commands} from '../../../widgets/commands/commands.js';
import {neighbour, visibleCommands} from '../../../widgets/commands/state.js';
import type {About, Subject} from '../../../widgets/dialog/state.js';
import {Output} from '../../../widgets/output/output.js';
import type {OutputPane} from '../../../widgets/output/use-output-pane.js';
import type {Ask} from '../use-prompt.js';
import type {Pane, Room} from './pane.js';

interface Options {
	readonly snapshot: Snapshot | undefined;
	readonly chosen: ScheduledCommand | undefined;
	readonly onChoose: (id: number | undefined) => void;
	readonly output: OutputPane;
	readonly actions: CommandActions | undefined;
	readonly ask: Ask;
	readonly open: (subject: Subject, about: About) => void;
	/** Something was done or could not be done; in one line. */
	readonly onNote: (note: string) => void;
	readonly onDone: () => void;
	readonly room: Room;
}

/** Rows of the list, its heading included; the output has the others. */
export function listRows(commands: readonly ScheduledCommand[], height: number): number {
	return commands.length === 0 ? 2 : Math.min(commands.length + 1, Math.max(2, Math.floor(height / 3)));
}

/** The scheduled commands, the output of the chosen one, and all that can be done with them. */
export function useCommands(options: Options): Pane {
	const {snapshot, chosen, onChoose, output, actions, ask, open, onNote, onDone, room} = options;
	const {columns, height} = room;
	const commands = snapshot?.commands ?? [];
	const listHeight = listRows(commands, height);
	const outputHeight = Math.max(0, height - listHeight);

	const attempt = async (work: () => Promise<string>) => {
		try {
			onNote(await work());
		} catch (error) {
			onNote(oneLine(messageOf(error)));
		}
		onDone();
	};
	const change = (act: 'edit' | 'earlier' | 'later') => {
		if (!actions || !chosen) return;
		if (chosen.state !== 'waiting') {
			onNote(`Command ${chosen.id} does not wait: only one that has not run can be changed.`);
			return;
		}
		const {id} = chosen;
		if (act === 'edit') {
			ask(`Command ${id}:`, chosen.command, async (text) => {
				await actions.edit(id, text);
				onNote(`Command ${id} is changed.`);
				onDone();
			});
		} else {
			void attempt(async () => {
				await actions.move(id, act === 'earlier' ? 'up' : 'down');
				return `Command ${id} runs ${act}.`;
			});
		}
	};

	return {
		bindings: [...(actions ? commandActionKeys : []), ...commandKeys, ...(chosen ? output.bindings : [])],
		press(act) {
			switch (act) {
				case 'up':
				case 'down':
					onChoose(neighbour(commands, chosen?.id, act === 'up' ? -1 : 1));
					return true;
				case 'add':
					if (!actions) return false;
					ask('Command to run:', '', async (text) => {
						const id = await actions.add(text);
						onNote(`Command ${id} is added.`);
						onChoose(id);
						onDone();
					});
					return true;
				case 'edit':
				case 'earlier':
				case 'later':
					change(act);
					return true;
				case 'cancel-command':
					if (!chosen) return true;
					if (chosen.state === 'waiting') open('cancel-command', {command: chosen});
					else if (chosen.state === 'running') open('stop-command', {command: chosen});
					else onNote(`Command ${chosen.id} has ended already.`);
					return true;
				case 'again':
					if (!chosen) return true;
					if (chosen.state === 'done' || chosen.state === 'cancelled') open('again', {command: chosen});
					else onNote(`Command ${chosen.id} has not ended yet.`);
					return true;
				case 'save':
					if (!chosen?.run || !actions) onNote('There is no output to save.');
					else void attempt(async () => `The output is in ${await actions.save(chosen.id)}.`);
					return true;
				default:
					return output.press(act);
			}
		},
		wheel: output.scrollBy,
		click({row}) {
			const command = visibleCommands(commands, chosen?.id, listHeight - 1)[row - 1];
			if (row >= 1 && row < listHeight && command) onChoose(command.id);
			return undefined;
		},
		content: (
			<>
				<Commands
					commands={commands}
					chosen={chosen?.id}
					now={snapshot?.now ?? 0}
					columns={columns}
					height={listHeight}
				/>
				{chosen && (
					<Output command={chosen} pane={output} now={snapshot?.now ?? 0} columns={columns} height={outputHeight} />
				)}
			</>
		),
	};
}
