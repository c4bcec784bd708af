/* A fault in one session, wherever it is thrown, is a fault of that session and not of the process. */
import {AsyncLocalStorage} from 'node:async_hooks';

const scopes = new AsyncLocalStorage<FaultScope>();

/** Everything that one session has started: its timers, promises and listeners. */
export class FaultScope {
	/** Rejects with the first error that nobody caught. */
	readonly fault: Promise<never>;
	readonly fail: (error: unknown) => void;

	constructor() {
		const {promise, reject} = Promise.withResolvers<never>();
		promise.catch(() => undefined);
		this.fault = promise;
		this.fail = reject;
	}

	/** Run something in this scope. */
	run<T>(action: () => T): T {
		return scopes.run(this, action);
	}
}

function uncaught(error: unknown): void {
	const scope = scopes.getStore();
	if (scope) {
		scope.fail(error);
		return;
	}
	// Not a session's: the process ends by it as without this listener, once terminals are given back.
	process.off('uncaughtException', uncaught);
	process.nextTick(() => {
		throw error;
	});
}

/** Have uncaught errors end the session that they come from, until the returned function is called. */
export function watchFaults(): () => void {
	process.on('uncaughtException', uncaught);
	return () => void process.off('uncaughtException', uncaught);
}
