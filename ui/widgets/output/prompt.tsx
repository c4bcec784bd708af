import {chop, widthOf} from '../../text/width.js';
import {Row, Tint} from '../text/text.js';

const hint = 'Enter finds, Esc goes back';

/** The line in which the text to search for is typed; of a long text the end is in sight. */
export function Prompt({text, columns}: {readonly text: string; readonly columns: number}) {
	const room = Math.max(1, columns - 2);
	const shown =
		widthOf(text) <= room
			? text
			: Array.from(text)
					.slice(-Math.floor(room / 2))
					.join('');
	const left = columns - widthOf(shown) - 2 - widthOf(hint) - 1;
	return (
		<Row>
			<Tint as="key">/</Tint>
			{chop(shown, room)[0]}
			<Tint as="focus"> </Tint>
			{left >= 2 && (
				<>
					{' '.repeat(left)}
					<Tint as="muted">{hint}</Tint>
				</>
			)}
		</Row>
	);
}
