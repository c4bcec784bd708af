import test from 'ava';
import {decodeRecord, encodeRecord, encodeValue} from '../../../src/state/record.js';
import {CoreNode, nasty, shells} from './node.js';

const everyCharacter = Array.from({length: 0x24f}, (_, index) => String.fromCharCode(index + 1)).join('');

for (const shell of shells) {
	test(`what one side writes the other reads, byte for byte (${shell.name})`, async (t) => {
		const node = await CoreNode.create(t, shell);
		for (const text of [...nasty, everyCharacter, '']) {
			t.is(await node.eval('encode "$1"; printf "%s" "$encoded"', text), encodeValue(text));
			t.is(await node.eval('decode "$1"; printf "%s" "$decoded"', encodeValue(text)), text);
		}
	});

	test(`a record is read whole or not at all, and unknown keys stay when it is changed (${shell.name})`, async (t) => {
		const node = await CoreNode.create(t, shell);
		const path = `${node.paths.state}/one`;
		const whole = encodeRecord('thing', {name: nasty.join(''), count: '1', later_key: 'a\\b'});
		const read = `x_name='' x_count=''; read_record thing "$state/one" x_ 2>/dev/null; printf "%s %s %s" "$?" "$x_name" "$x_count"`;
		await node.gate.write(path, whole);
		t.is(await node.eval(read), `0 ${encodeValue(nasty.join(''))} 1`);
		await node.eval('edit_record "$state/one" 077 count=2 state=new');
		const changed = decodeRecord('thing', await node.file('etc/umm/state/one'));
		t.deepEqual(changed, {name: nasty.join(''), count: '2', later_key: 'a\\b', state: 'new'});
		for (const [text, mode] of [
			[whole.slice(0, -1), 0o644],
			[whole.slice(0, -2), 0o644],
			[whole.replace('umm-thing', 'umm-other'), 0o644],
			[whole.replace('count=1', 'no pair'), 0o644],
			['', 0o644],
			[whole, 0o666],
		] as const) {
			await node.gate.write(path, text, mode);
			t.regex(await node.eval(read), /^2 /, JSON.stringify(text.slice(-20)));
		}
		t.regex(await node.eval('read_record thing "$state/none" x_; echo "$?"'), /^1/);
	});
}
