import test from 'ava';
import {TestTerminal} from '../terminal.js';

test.serial('a storm of sizes ends in the screen of the last one, and nothing else', async (t) => {
	const node = TestTerminal.open(t, 'by-counter');
	await node.sees('[ Resume ]');
	for (let turn = 0; turn < 40; turn++) {
		for (const [columns, rows] of [
			[1, 1],
			[200, 60],
			[79, 5],
			[2, 90],
			[120, 24],
		] as const) {
			node.resize(columns, rows);
		}
		await new Promise(setImmediate);
	}
	node.resize(80, 24);
	await node.settles();
	await node.sees('[ Resume ]');
	const calm = TestTerminal.open(t, 'by-counter');
	await calm.sees('[ Resume ]');
	await calm.settles();
	t.deepEqual(node.screen(), calm.screen());
	await node.types('q', 'y');
	await node.sees('left for: leave');
});
