/* What stands for Intl.Segmenter in the bundle of the console. */
import {isSimple} from '../ui/text/width.js';

type Segment = Pick<Intl.SegmentData, 'segment' | 'index'>;

/** What packages use of Intl.Segments. */
interface Segments extends Iterable<Segment> {
	containing(index?: number): Segment | undefined;
}

/**
 * Cuts a text into graphemes. The one of ICU takes 3 ms to make, and is made for the first text that is not simple; in
 * a simple text, and in the escape sequences that colour it, each character is a grapheme.
 */
export class GraphemeSegmenter {
	#all: Intl.Segmenter | undefined;

	segment(text: string): Segments {
		if (isSimple(text.replaceAll('\x1b', ''))) {
			const segments = Array.from(text, (segment, index) => ({segment, index}));
			return Object.assign(segments, {containing: (index = 0) => segments[index]});
		}
		this.#all ??= new globalThis.Intl.Segmenter();
		return this.#all.segment(text);
	}
}
