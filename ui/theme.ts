/* What colours and signs mean. Colour never says anything alone: a word or a sign stands beside it. */
import {createContext, useContext} from 'react';
import type {NodeState} from '../src/machine/state.js';
import {toAscii} from './text/width.js';

/** What a piece of text is. */
export type Tone = NodeState | 'danger' | 'ok' | 'busy' | 'muted' | 'strong' | 'focus' | 'key';

/*
 * SGR parameters (ECMA-48) of the 16 ANSI colours that can be read on a dark and on a light background. Badges set
 * both colours, black on a coloured ground; bold is left out there, since it makes black grey on many terminals.
 * Muted is faint and not bright black, which is the background itself in some palettes.
 */
const coloured: Readonly<Record<Tone, string>> = {
	paused: '30;43',
	operational: '30;42',
	asked: '30;46',
	disabled: '7',
	danger: '1;31',
	ok: '32',
	busy: '1',
	muted: '2',
	strong: '1',
	focus: '7',
	key: '1',
};

const plain: Readonly<Record<Tone, string>> = {
	...coloured,
	paused: '7',
	operational: '7',
	asked: '7',
	danger: '1',
	ok: '0',
};

interface Signs {
	readonly running: string;
	readonly waiting: string;
	readonly succeeded: string;
	readonly failed: string;
	readonly cancelled: string;
	readonly chosen: string;
	/** A cell of a bar, and the end of one that goes on beyond its scale. */
	readonly bar: string;
	readonly beyond: string;
	/** Before the bar of a boot that was held. */
	readonly held: string;
	readonly dot: string;
	readonly rule: string;
	readonly ellipsis: string;
	readonly choose: string;
	/** Beside a list that goes on above or below. */
	readonly above: string;
	readonly below: string;
	readonly border: 'round' | 'classic';
	readonly spinner: readonly string[];
}

const unicode: Signs = {
	running: '●',
	waiting: '○',
	succeeded: '✓',
	failed: '✗',
	cancelled: '–',
	chosen: '▸',
	bar: '━',
	beyond: '▶',
	held: '‖',
	dot: '·',
	rule: '─',
	ellipsis: '…',
	choose: '↑↓',
	above: '↑',
	below: '↓',
	border: 'round',
	spinner: ['⠋', '⠙', '⠸', '⠴', '⠦', '⠇'],
};

const ascii: Signs = {
	running: '*',
	waiting: 'o',
	succeeded: '+',
	failed: 'x',
	cancelled: '-',
	chosen: '>',
	bar: '#',
	beyond: '>',
	held: '=',
	dot: '-',
	rule: '-',
	ellipsis: '...',
	choose: 'Up/Down',
	above: '^',
	below: 'v',
	border: 'classic',
	spinner: ['|', '/', '-', '\\'],
};

/** How one terminal is drawn. */
export interface Theme {
	readonly signs: Signs;
	/** The SGR sequence that begins a tone. */
	begin(tone: Tone): string;
	/** A text in the characters that the terminal has, of the same width; SGR sequences in it stay. Absent: it has all. */
	readonly spell?: (text: string) => string;
}

/* The ellipsis that cut() leaves takes one cell. */
const toSigns = (text: string) => text.replaceAll('…', '~');

/**
 * The theme for a terminal. Several consoles with different terminals can live in one process, so nothing of it is
 * global.
 *
 * @param env its environment: `NO_COLOR` (no-color.org) leaves only bold, faint and inverse; a text console or serial
 * terminal (`TERM`) and a locale with another character set than UTF-8 (locale(7): C, too) get ASCII signs. A locale
 * that is not said is taken for UTF-8: ssh seldom passes it on.
 */
export function themeOf(env: Readonly<Record<string, string | undefined>>): Theme {
	const tones = env['NO_COLOR'] ? plain : coloured;
	const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
	const charset = /\.([^@]+)/.exec(locale)?.[1] ?? (/^(C|POSIX)$/.test(locale) ? 'ASCII' : 'UTF-8');
	const isUnicode = /^utf-?8$/i.test(charset);
	const isPoor = !isUnicode || /^(linux|vt|ansi|cons)/.test(env['TERM'] ?? '');
	return {
		signs: isPoor ? ascii : unicode,
		...(isPoor && {spell: isUnicode ? toSigns : (text: string) => toAscii(toSigns(text))}),
		begin: (tone) => `\x1b[${tones[tone]}m`,
	};
}

const ThemeContext = createContext<Theme>(themeOf({}));

export const ThemeProvider = ThemeContext.Provider;

/** The theme of the terminal that a component is drawn on. */
export function useTheme(): Theme {
	return useContext(ThemeContext);
}
