/**
 * Turns the signals that tell this process to stop (SIGTERM from systemd or at shutdown, SIGINT, SIGHUP of a lost
 * terminal) into an AbortSignal, until it is disposed of.
 *
 * @returns the signal, e.g. for `executeRun` and `runHooks`.
 */
export function stopSignal(): {readonly signal: AbortSignal} & Disposable {
	const controller = new AbortController();
	const stop = () => controller.abort();
	const names = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
	for (const name of names) process.on(name, stop);
	return {
		signal: controller.signal,
		[Symbol.dispose]() {
			for (const name of names) process.off(name, stop);
		},
	};
}
