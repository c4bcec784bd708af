import {Writable} from 'node:stream';
import test from 'ava';
import {Box, render, Text, Transform} from 'ink';
import {useEffect} from 'react';
import {LayoutGuard} from '../../../ui/terminal/layout-guard.js';

/** What Ink draws. */
class Frames extends Writable {
	readonly columns = 80;
	readonly rows = 24;
	last = '';

	override _write(frame: Buffer, _encoding: string, done: () => void): void {
		this.last = frame.toString().trim();
		done();
	}
}

const transform = (line: string) => {
	if (line === 'broken') throw new Error("can't be measured");
	return line;
};

/** Its text is 'broken' where measuring it is to throw. */
function App({text, left}: {readonly text: string; readonly left: string[]}) {
	useEffect(() => () => void left.push('cleaned up'), [left]);
	return (
		<Text>
			<Transform transform={transform}>{text}</Transform>
		</Text>
	);
}

/** A guarded app. */
function open() {
	const faults: unknown[] = [];
	const left: string[] = [];
	const guard = new LayoutGuard((error) => faults.push(error));
	const tree = (text: string) => (
		<>
			<Box ref={guard.ref} />
			<App text={text} left={left} />
		</>
	);
	const stdout = new Frames();
	const options = {stdout: stdout as never, debug: true, interactive: false, exitOnCtrlC: false, patchConsole: false};
	const ink = render(tree('first'), options);
	const close = () => {
		stdout.destroy();
		ink.unmount();
	};
	return {faults, left, stdout, close, show: (text: string) => ink.rerender(tree(text))};
}

test.serial('what throws as it is measured is told once, and is cleaned up as ever', (t) => {
	const {faults, left, stdout, close, show} = open();
	t.is(stdout.last, 'first');
	show('broken');
	show('broken');
	show('second');
	t.deepEqual(faults.map(String), ["Error: can't be measured"]);
	t.is(stdout.last, 'first', 'nothing is drawn after it');
	close();
	t.deepEqual(left, ['cleaned up']);
});

test.serial('another app of the same process goes on', (t) => {
	const [one, other] = [open(), open()];
	one.show('broken');
	other.show('second');
	t.is(other.stdout.last, 'second');
	t.deepEqual([one.faults.length, other.faults.length], [1, 0]);
	one.close();
	other.close();
});
