import {Text} from 'ink';
import {Children, memo, type ReactNode} from 'react';
import {type Tone, useTheme} from '../../theme.js';

/** One row of the screen; never wraps. */
export function Row({children}: {readonly children: ReactNode}) {
	const {spell} = useTheme();
	const spelt = spell && Children.map(children, (child) => (typeof child === 'string' ? spell(child) : child));
	return <Text wrap="truncate-end">{spelt ?? children}</Text>;
}

/**
 * Text in a tone. It writes its own SGR sequences: Ink's colours come from chalk, whose level is one for the whole
 * process and is 0 in a server that has no terminal itself. Most of the screen is that, and the same a second later.
 */
export const Tint = memo(function Tint({as, children}: {readonly as: Tone; readonly children: string}) {
	const {begin, spell} = useTheme();
	return <Text>{`${begin(as)}${spell?.(children) ?? children}\x1b[0m`}</Text>;
});
