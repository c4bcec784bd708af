import type {ConsoleActions} from '../../src/console/snapshot.js';

const ignore = () => undefined;

/** The actions of a console that run, so that its end can wait for them. */
export class UnderWay {
	readonly #actions = new Set<Promise<unknown>>();

	/** The same actions, known here while they run. */
	guard(actions: ConsoleActions): ConsoleActions {
		const {resume, reboot, maintenance, withdraw, enable, disable} = actions;
		return {
			...actions,
			resume: this.#held(resume),
			reboot: this.#held(reboot),
			...(maintenance && {maintenance: this.#held(maintenance)}),
			...(withdraw && {withdraw: this.#held(withdraw)}),
			...(enable && {enable: this.#held(enable)}),
			...(disable && {disable: this.#held(disable)}),
		};
	}

	/** They are not waited for. */
	forget(): void {
		this.#actions.clear();
	}

	/**
	 * Settles when none runs. A hang-up does not end the process before: it comes once when the line is lost, and again
	 * from the shell that ends by it.
	 */
	async ended(): Promise<void> {
		if (this.#actions.size === 0) return;
		process.on('SIGHUP', ignore);
		await Promise.allSettled(this.#actions);
		process.off('SIGHUP', ignore);
	}

	#held<Given extends readonly unknown[]>(act: (...given: Given) => Promise<void>) {
		return (...given: Given) => {
			const action = act(...given);
			this.#actions.add(action);
			const release = () => this.#actions.delete(action);
			action.then(release, release);
			return action;
		};
	}
}
