import {formatDuration} from './config/duration.js';
import type {Why} from './console/snapshot.js';
import type {NodeFacts} from './node.js';
import type {Boot} from './state/ledger.js';
import {describeRequester} from './state/requester.js';

/** A time for people, in the node's time zone: `2026-11-22 03:12:44`. */
export function formatTime(milliseconds: number): string {
	const date = new Date(milliseconds);
	const two = (number: number) => String(number).padStart(2, '0');
	const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
	return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** One phrase for how a boot ended. */
export function describeEnd(boot: Boot): string {
	const lived = boot.lived === undefined ? '' : ` after ${formatDuration(boot.lived)}`;
	switch (boot.end) {
		case '-':
			return 'runs now';
		case 'unclean':
			return `ended uncleanly${boot.released ? lived : ' while it was held'}`;
		case 'unknown':
			return 'ended unseen';
		default:
			return `ended by a clean ${boot.end}${boot.released ? lived : ' while it was held'}`;
	}
}

/** The boots that the counter counted for the newest boot of the ledger, oldest first (design.md: the counter). */
export function countedBoots(ledger: readonly Boot[]): readonly Boot[] {
	const counted: Boot[] = [];
	for (const boot of ledger.slice(1)) {
		if (!boot.enabled || boot.proof !== undefined || (boot.released && boot.end !== 'unclean')) break;
		if (boot.released) counted.unshift(boot);
	}
	return counted;
}

/** Seconds that a boot held once more waits at most before it goes on by itself. */
const longestWait = 86_400;

/** When a boot that was held by itself goes on by itself (umm.conf(5), AUTO_RESUME); nothing when it does not. */
function describeAutoResume({ledger, config}: NodeFacts): readonly string[] {
	if (config.autoResume === 0) return [];
	const tries = countedBoots(ledger).filter(({resumedItself}) => resumedItself).length;
	const wait = tries === 0 ? config.autoResume : Math.min(config.autoResume * 2 ** tries, longestWait);
	return [`goes on by itself once nobody has been here for ${formatDuration(wait)} (AUTO_RESUME)`];
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Why a node is paused: one plain sentence and what it rests on. Undefined when it is not paused. */
export function whyPaused(node: NodeFacts): Why | undefined {
	const {state, boot, emergency, request, ledger, config} = node;
	if (state !== 'paused') return undefined;
	const until = request?.until === undefined ? {} : {until: request.until * 1000};
	switch (boot.held) {
		case 'request': {
			if (!request)
				return {held: 'request', sentence: 'Maintenance mode was asked for; the request is gone.', evidence: []};
			const reason = request.reason === '' ? 'No reason was given.' : `Reason: ${request.reason}`;
			return {
				held: 'request',
				sentence: `${describeRequester(request.by)} asked for maintenance mode. ${reason}`,
				evidence: [
					`asked at ${formatTime(request.created * 1000)}`,
					...(request.until === undefined ? [] : [`expected to be done at ${formatTime(request.until * 1000)}`]),
					...(request.afterwards === 'stay'
						? []
						: [
								`${request.afterwards === 'off' ? 'resumes' : 'reboots'} by itself when every scheduled command has succeeded`,
							]),
				],
				...until,
			};
		}
		case 'counter': {
			const counted = countedBoots(ledger);
			return {
				held: 'counter',
				sentence:
					boot.limit === 0
						? 'REBOOT_COUNT is 0: every boot of this node pauses.'
						: `${plural(boot.count - 1, 'boot')} in a row ended uncleanly; the limit is ${boot.limit}.`,
				evidence: [
					...counted.map((boot) => `boot ${boot.id.slice(0, 8)} ${describeEnd(boot)}`),
					`a boot counts as healthy ${formatDuration(config.counterResetTime)} after its release, or when it ends cleanly`,
					...describeAutoResume(node),
				],
			};
		}
		case 'word':
			return {
				held: 'word',
				sentence: 'The kernel command line of this boot has the word umm.',
				evidence: ['the next boot without that word is an ordinary one'],
			};
		case 'emergency':
			return {
				held: 'emergency',
				sentence: `The boot fell into emergency mode: ${emergency?.unit ?? 'something'} failed.`,
				evidence: [
					...(emergency?.lines ?? []),
					"Resume tries it again; 'umm off --force' lets the boot go on without it",
					...describeAutoResume(node),
				],
			};
		case 'no':
			return {sentence: 'This boot is held; the gate left no word why.', evidence: []};
	}
}
