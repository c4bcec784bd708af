/* The ways out of the process that no console asks for. One set of listeners serves all consoles of a process. */

interface Departure {
	/** A signal came: end the console. */
	readonly end: () => void;
	/** The process ends now: give the terminal back at once. */
	readonly restore: () => void;
}

const departures = new Set<Departure>();
const signals = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const;

const endAll = () => {
	for (const {end} of departures) end();
};
const restoreAll = () => {
	for (const {restore} of departures) restore();
};
/* Where somebody catches it, the process and the other consoles go on. */
const restoreUncaught = () => {
	if (process.listenerCount('uncaughtException') === 0) restoreAll();
};

/**
 * Watch over a console until the returned function is called.
 *
 * @param departure what to do when a signal asks the process to end, and when it ends by a fault or process.exit().
 */
export function watchDepartures(departure: Departure): () => void {
	if (departures.size === 0) {
		for (const signal of signals) process.on(signal, endAll);
		process.on('exit', restoreAll);
		process.on('uncaughtExceptionMonitor', restoreUncaught);
	}
	departures.add(departure);
	return () => {
		if (!departures.delete(departure) || departures.size > 0) return;
		for (const signal of signals) process.off(signal, endAll);
		process.off('exit', restoreAll);
		process.off('uncaughtExceptionMonitor', restoreUncaught);
	};
}

/**
 * Have an error that nobody catches be a fault of the console on this process's own terminal, until the returned
 * function is called. Where somebody else catches such errors, the servers of sessions, it is called for those alone
 * that they let go.
 */
export function watchFaults(fail: (error: unknown) => void): () => void {
	const uncaught = (error: unknown) => {
		if (process.listenerCount('uncaughtException') === 1) fail(error);
	};
	process.on('uncaughtException', uncaught);
	return () => void process.off('uncaughtException', uncaught);
}
