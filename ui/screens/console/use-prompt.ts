import {useState} from 'react';
import {messageOf} from '../../../src/errors.js';
import {oneLine} from '../../text/sanitise.js';
import {edited, inserted, type Line, textOf} from '../../widgets/prompt/edit.js';

/**
 * Ask for a line.
 *
 * @param label what it is, e.g. `Command to run:`.
 * @param text what it is at first.
 * @param take is given the line; what it throws is shown, and the line can be mended.
 */
export type Ask = (label: string, text: string, take: (text: string) => Promise<void>) => void;

/** A line that is asked for. */
export interface Question {
	readonly label: string;
	readonly line: Line;
	readonly take: (text: string) => Promise<void>;
	readonly trouble?: string;
}

export interface PromptHandles {
	/** What is asked for now, if anything. */
	readonly question: Question | undefined;
	readonly ask: Ask;
	/** A key that was pressed while a line is asked for. */
	press(key: string): void;
	paste(text: string): void;
}

/** A line that is typed at the foot of the screen. */
export function usePrompt(): PromptHandles {
	const [question, setQuestion] = useState<Question>();
	const ask: Ask = (label, text, take) => setQuestion({label, line: {before: text, after: ''}, take});
	const send = async ({trouble: _, ...asked}: Question) => {
		const text = textOf(asked.line).trim();
		if (text === '') return setQuestion(undefined);
		try {
			await asked.take(text);
			setQuestion(undefined);
		} catch (error) {
			setQuestion({...asked, trouble: oneLine(messageOf(error))});
		}
	};
	const press = (key: string) => {
		if (!question) return;
		const {trouble: _, ...rest} = question;
		if (key === 'escape' || key === 'ctrl+c' || key === 'ctrl+d') setQuestion(undefined);
		else if (key === 'enter') void send(question);
		else setQuestion({...rest, line: edited(question.line, key)});
	};
	const paste = (text: string) => {
		if (question) setQuestion({...question, line: inserted(question.line, text)});
	};
	return {question, ask, press, paste};
}
