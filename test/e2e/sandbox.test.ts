/* The simulated node of `umm sandbox` is held to the same contract as every other. */
import {conforms} from './conformance/contract.js';
import type {Node} from './lab/node.js';
import type {Rack} from './lab/rack.js';
import {debPaths, operational} from './support/umm.js';

async function sandboxNode(rack: Rack): Promise<Node> {
	const node = await rack.node({init: 'sandbox'});
	const {root} = node.disk;
	await rack.must(['cp', ...(await debPaths()), `${root}/opt`]);
	const install = 'UMM_ROOT=/ UMM_INIT=sandbox exec dpkg -i /opt/umm*.deb';
	await rack.must(['chroot', root, 'sh', '-c', install]);
	node.start();
	await node.waitSsh();
	await operational(node);
	return node;
}

conforms({name: 'umm on the sandbox', make: sandboxNode});
