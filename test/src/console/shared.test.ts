import test from 'ava';
import {shared} from '../../../src/console/shared.js';

test('readers that come together share a reading, and none gets one twice', async (t) => {
	let readings = 0;
	const makeReader = shared(async () => ++readings);
	const [a, b, c] = [makeReader(), makeReader(), makeReader()];
	t.deepEqual(await Promise.all([a(), b()]), [1, 1]);
	t.is(await a(), 2, 'what is read again is new');
	t.is(await c(), 2);
	t.is(await b(), 2);
	t.is(await b(), 3);
});

test('a reading that fails is read again', async (t) => {
	let readings = 0;
	const read = shared(async () => {
		if (++readings === 1) throw new Error('the disk hangs');
		return readings;
	})();
	await t.throwsAsync(read(), {message: 'the disk hangs'});
	t.is(await read(), 2);
});
