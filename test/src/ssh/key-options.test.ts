import test from 'ava';
import {whyNot} from '../../../src/ssh/key-options.js';

test('a key may log in until it expires, and from where it says', (t) => {
	t.is(whyNot({pty: true}, '192.0.2.1', 0), undefined);
	t.is(whyNot({pty: true, expiry: 100}, '192.0.2.1', 100), undefined);
	t.is(whyNot({pty: true, expiry: 100}, '192.0.2.1', 100.5), 'it has expired');
	t.is(whyNot({pty: true, from: '192.0.2.0/24'}, '192.0.2.1', 0), undefined);
	t.is(whyNot({pty: true, from: '192.0.2.0/24'}, '198.51.100.1', 0), 'its from= does not have 198.51.100.1');
	t.is(whyNot({pty: true, from: '192.0.2.1/24'}, '192.0.2.1', 0), 'its from= has a network that is none');
});
