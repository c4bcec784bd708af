import {Box, type Instance, render} from 'ink';
import type {ConsoleActions, ConsoleSource} from '../../src/console/snapshot.js';
import {Console} from '../screens/console/console.js';
import {firstSnapshot} from '../screens/console/use-snapshot.js';
import {ThemeProvider, themeOf} from '../theme.js';
import {watchDepartures, watchFaults} from './departures.js';
import {whyUnfit} from './fitness.js';
import {Keyboard, type TerminalInput} from './keyboard.js';
import {LayoutGuard} from './layout-guard.js';
import {Line} from './line.js';
import {Screen, type TerminalOutput} from './screen.js';
import {UnderWay} from './under-way.js';

/** How the administrator left the console: for good, or for a shell after which it is shown again. */
export type ConsoleEnd = 'leave' | 'shell';

export interface ConsoleMount {
	readonly stdin: TerminalInput;
	readonly stdout: TerminalOutput;
	readonly source: ConsoleSource;
	readonly actions: ConsoleActions;
	/** The terminal's environment: TERM, NO_COLOR, the locale. */
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Called as soon as the terminal is given back, before an action that is under way has ended. */
	readonly onEnd?: () => void;
}

/**
 * Show the console, full screen, until the administrator leaves it, the terminal is gone or a signal asks the
 * process to end. The terminal is given back as it was, whatever happens; its input is left paused. An action that is
 * under way is never cut short by a lost connection: the promise settles after it.
 *
 * @returns how it was left; a signal, an end of input and a hang-up are `leave`.
 * @throws UmmError (system) when the terminal can't show it; any other error is a fault of the console. Either way
 * the caller opens a shell and prints the message. On this process's own terminal an error that nobody catches is one,
 * too; an action that is under way may be what broke, and is not waited for then.
 */
export async function mountConsole({stdin, stdout, source, actions, env, onEnd}: ConsoleMount): Promise<ConsoleEnd> {
	const unfit = whyUnfit(stdin, stdout, env);
	if (unfit) throw unfit;
	if (stdin.destroyed || stdin.readableEnded || stdout.destroyed) return 'leave';

	const ended = Promise.withResolvers<ConsoleEnd>();
	const underWay = new UnderWay();
	const hungUp = () => ended.resolve('leave');
	const fail = (error: unknown) => {
		underWay.forget();
		ended.reject(error);
	};
	const unwatchFaults = stdout === process.stdout ? watchFaults(fail) : undefined;
	const line = Line.open(stdout);
	const output = line ?? stdout;
	output.on('error', hungUp);
	output.on('close', hungUp);
	const keyboard = new Keyboard(stdin, hungUp);
	// Ink does so with the first frame; a key that is pressed before would be echoed, and Ctrl-C be a signal.
	keyboard.setRawMode(true);
	const screen = new Screen(stdout, line);
	const restore = () => {
		keyboard.setRawMode(false);
		screen.close();
	};
	const restoreLast = () => {
		keyboard.setRawMode(false);
		screen.closeLast();
	};
	const unwatch = watchDepartures({end: hungUp, restore: restoreLast});

	try {
		// The state is in the first frame, when it is at hand: a second frame would take as long again.
		const first = await Promise.race([firstSnapshot(source), ended.promise.then(() => undefined)]);
		const guard = new LayoutGuard(ended.reject);
		// In debug mode each write of Ink's is one whole frame, which is what Screen wants, and Ink leaves the
		// terminal's modes alone; not interactive, it does not look at CI=true either.
		const ink = render(
			<ThemeProvider value={themeOf(env)}>
				<Box ref={guard.ref} />
				<Console
					source={source}
					first={first}
					actions={underWay.guard(actions)}
					onLeave={ended.resolve}
					onRepaint={() => screen.repaint()}
				/>
			</ThemeProvider>,
			{
				stdin: keyboard as unknown as NodeJS.ReadStream,
				stdout: screen,
				debug: true,
				interactive: false,
				isScreenReaderEnabled: false,
				exitOnCtrlC: false,
				patchConsole: false,
			},
		);
		try {
			return await Promise.race([ended.promise, ink.waitUntilExit().then(() => 'leave' as const)]);
		} finally {
			restore();
			guard.close();
			unmount(ink);
		}
	} finally {
		restore();
		keyboard.close();
		await line?.close();
		const settled = underWay.ended();
		unwatch();
		onEnd?.();
		await settled;
		unwatchFaults?.();
		output.off('close', hungUp);
		output.off('error', hungUp);
	}
}

/* Where it is Ink that broke, it may break once more; the terminal is given back by then. */
function unmount(ink: Instance): void {
	try {
		ink.unmount();
	} catch {
		/* The first fault is the one that is told. */
	}
}
