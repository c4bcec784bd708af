import type {DOMElement} from 'ink';

/**
 * Stands between React and Ink's own measuring and drawing of one console. What is thrown there would go through React,
 * which all consoles of the process share: nobody would know whose it is, React would not clean up, and what is left of
 * the console would throw again and again.
 */
export class LayoutGuard {
	readonly #fail: (error: unknown) => void;
	#root: DOMElement | undefined;

	/** @param fail is told of the first fault; nothing is measured or drawn after it. */
	constructor(fail: (error: unknown) => void) {
		this.#fail = fail;
	}

	/** As the `ref` of any box: every frame but the first, which is drawn before it is called, is guarded. */
	readonly ref = (box: DOMElement | null): void => {
		if (box === null || this.#root !== undefined) return;
		let root = box;
		while (root.parentNode !== undefined) root = root.parentNode;
		this.#root = root;
		for (const step of ['onComputeLayout', 'onRender'] as const) {
			const original = root[step];
			root[step] = () => {
				try {
					original?.();
				} catch (error) {
					this.close();
					this.#fail(error);
				}
			};
		}
	};

	/** Have nothing measured or drawn any more. */
	close(): void {
		if (this.#root === undefined) return;
		delete this.#root.onComputeLayout;
		delete this.#root.onRender;
	}
}
