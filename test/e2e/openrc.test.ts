/* Nodes with OpenRC, under each of its three first processes. */
import {conforms} from './conformance/contract.js';
import {holds} from './conformance/init.js';
import {debPaths, installUmm} from './support/umm.js';

for (const init of ['openrc', 'openrc-init', 'busybox'] as const) {
	conforms({
		name: `umm on ${init}`,
		make: async (rack) => {
			const node = await rack.node({init});
			await installUmm(node, await debPaths());
			return node;
		},
	});
	holds(init);
}
