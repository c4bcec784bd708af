import test from 'ava';
import {networkOf} from '../../../src/ssh/addresses.js';
import {crowdedOut, type Stranger} from '../../../src/ssh/startups.js';

interface Named extends Stranger {
	readonly name: string;
}

const room = {startups: 6, startupsEach: 3};

/** `a2`: from the network a, progress 2; names are unique by their place. */
const waiting = (words: string): Named[] =>
	words
		.split(' ')
		.filter(Boolean)
		.map((word, place) => ({
			network: word[0] as string,
			progress: Number(word[1]) as Named['progress'],
			name: `${word}@${place}`,
		}));

for (const [from, others, gone] of [
	['a', '', undefined],
	['a', 'a0 a0', undefined],
	['a', 'a0 a0 a0', 'a0@0'],
	['a', 'a2 a1 a1', 'a1@1'],
	['a', 'a2 a1 a0', 'a0@2'],
	['a', 'a2 a2 a2', 'a2@0'],
	['a', 'b0 a1 b0 a1 b0 a1', 'a1@1'],
	['c', 'b0 b0 a0 a0', undefined],
	['c', 'b2 a1 a1 a1 b0 d0', 'a1@1'],
	['c', 'a2 b2 d2 e1 f1 g1', 'a2@0'],
	['c', 'b0 b0 a1 a1 c2 c2', 'b0@0'],
] as const) {
	test(`from ${from} while there are [${others}]: ${gone ?? 'nobody'} goes`, (t) => {
		t.is(crowdedOut(from, waiting(others), room)?.name, gone);
	});
}

test('a network is an address of IPv4 and 64 bits of IPv6', (t) => {
	t.is(networkOf('192.0.2.1'), '192.0.2.1');
	t.is(networkOf('2001:db8:1:2::1'), networkOf('2001:db8:1:2:ffff::1'));
	t.not(networkOf('2001:db8:1:2::1'), networkOf('2001:db8:1:3::1'));
	t.not(networkOf('192.0.2.1'), networkOf('192.0.2.2'));
});
