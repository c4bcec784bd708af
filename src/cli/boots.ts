import {readEvidence} from '../evidence.js';
import {type Boot, readLedger} from '../state/ledger.js';
import {describeEnd, formatTime} from '../why.js';
import {type Context, flag, printJson, say, usageError, type VerbMain, warn} from './context.js';
import {iso} from './json.js';

const heldWords = {
	no: '',
	request: 'held: asked for',
	counter: 'held: too many unclean boots',
	word: 'held: kernel word',
	emergency: 'held: emergency mode',
};

const bootJson = ({start, proof, end, lived, ...boot}: Boot) => ({
	...boot,
	start: iso(start * 1000),
	proof: proof ?? null,
	end: end === '-' ? null : end,
	lived: lived ?? null,
});

async function one(context: Context, boots: readonly Boot[], wanted: string): Promise<number> {
	const byNumber = /^\d{1,3}$/.test(wanted) ? boots[Number(wanted)] : undefined;
	const found = byNumber ? [byNumber] : boots.filter(({id}) => id.startsWith(wanted));
	const [boot, ...others] = found;
	if (!boot || others.length > 0) {
		const many = others.length > 0 ? `${found.length} boots begin with` : 'no boot in the ledger is';
		throw usageError(context, `${many} ${JSON.stringify(wanted)}; 'umm boots' lists them`);
	}
	const evidence = await readEvidence(context.paths, boot.id);
	if (flag(context, 'json')) {
		const texts = Object.fromEntries(evidence.map(({kind, text}) => [kind, text]));
		printJson(context, 'umm/boot/1', {boot: bootJson(boot), evidence: texts});
		return 0;
	}
	say(context, `boot ${boot.id}, ${formatTime(boot.start * 1000)}: ${describeEnd(boot)}`);
	if (boot.held !== 'no') say(context, `${heldWords[boot.held]}${boot.reason === '' ? '' : `: ${boot.reason}`}`);
	if (evidence.length === 0) say(context, 'No evidence was kept of it.');
	for (const {kind, text} of evidence) {
		say(context, `\n--- ${kind} ---\n${text.trimEnd()}`);
	}
	return 0;
}

/** `umm boots [BOOT]`. */
export const main: VerbMain = async (context) => {
	const [wanted, ...more] = context.words;
	if (more.length > 0) throw usageError(context, 'umm boots takes one boot at most');
	const warnings: string[] = [];
	const boots = await readLedger(context.paths.ledger, (message) => void warnings.push(message));
	for (const warning of warnings) warn(context, warning);
	if (wanted !== undefined) return one(context, boots, wanted);
	if (flag(context, 'json')) {
		printJson(context, 'umm/boots/1', {boots: boots.map(bootJson), warnings});
		return 0;
	}
	if (boots.length === 0) say(context, 'The ledger is empty: umm has not seen a boot of this node yet.');
	for (const [index, boot] of boots.entries()) {
		const health = boot.proof === 'window' ? 'proved healthy' : '';
		const notes = [
			heldWords[boot.held],
			boot.resumedItself ? 'went on by itself' : '',
			boot.enabled ? '' : 'umm disabled',
			health,
		].filter((note) => note !== '');
		say(
			context,
			`${String(index).padStart(3)}  ${boot.id.slice(0, 8)}  ${formatTime(boot.start * 1000)}  ${describeEnd(boot).padEnd(36)}  ${notes.join(', ')}`.trimEnd(),
		);
	}
	return 0;
};
