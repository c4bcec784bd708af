/* Nodes whose first process is sysvinit. */
import {conforms} from './conformance/contract.js';
import {holds} from './conformance/init.js';
import type {Node} from './lab/node.js';
import type {Rack} from './lab/rack.js';
import {coreDeb, debPaths, installUmm} from './support/umm.js';

async function sysvinitNode(rack: Rack, debs: readonly string[]): Promise<Node> {
	const node = await rack.node({init: 'sysvinit'});
	await installUmm(node, debs);
	return node;
}

conforms({name: 'umm on sysvinit', make: async (rack) => sysvinitNode(rack, await debPaths())});
conforms({name: 'umm-core on sysvinit', make: async (rack) => sysvinitNode(rack, [await coreDeb()])});
holds('sysvinit');
