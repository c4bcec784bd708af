/* Nodes whose first process is systemd: 247, 252 and 257. */
import {conforms} from './conformance/contract.js';
import {ummNode} from './support/umm.js';

for (const suite of ['bullseye', 'bookworm', 'trixie'] as const) {
	conforms({name: `umm on systemd of ${suite}`, make: (rack) => ummNode(rack, {suite})});
}
