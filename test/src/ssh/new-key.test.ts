import test from 'ava';
import ssh2 from 'ssh2';
import {newKey} from '../../../src/ssh/new-key.js';

test('every key that is made can be read', (t) => {
	for (let count = 0; count < 2000; count++) {
		const key = newKey();
		for (const half of [key.private, key.public]) t.false(ssh2.utils.parseKey(half) instanceof Error, half);
	}
});
