import {conforms} from './conformance/contract.js';
import {coreDeb, installUmm} from './support/umm.js';

conforms({
	name: 'umm-core on systemd',
	runlevel: 'runlevel N 5',
	async make(rack) {
		const node = await rack.node();
		await installUmm(node, [await coreDeb()]);
		return node;
	},
});
