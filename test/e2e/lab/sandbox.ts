/* A guest that is umm's simulated node: the root directory of the guest is the node's directory (UMM_ROOT=/), and what its
   first process does is done by SandboxMachine. On the tree of sysvinit. */
import {join} from 'node:path';
import {build} from 'esbuild';
import type {Layer} from './files.js';

/** Written by whoever wants the node down, as the sandbox's own part of the gate does. */
const ask = (ending: string) => ({text: `#!/bin/sh\necho ${ending} >/run/umm/ending\n`, mode: 0o755});

/** sandbox-init.ts with all that it imports, for the runtime of the package. */
async function program(): Promise<string> {
	const {outputFiles} = await build({
		entryPoints: [join(import.meta.dirname, 'sandbox-init.js')],
		bundle: true,
		write: false,
		platform: 'node',
		format: 'esm',
		logLevel: 'warning',
		// What comes as CommonJS asks for Node's own modules so.
		banner: {js: "import {createRequire} from 'node:module'; const require = createRequire(import.meta.url);"},
	});
	return outputFiles.map(({text}) => text).join('');
}

const init = `#!/bin/sh
# It collects the processes that lost their parents, which the other can't.
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH
mount -o remount,bind,rw /
ip link set lo up
ifup -a
/usr/lib/umm/node /usr/local/lib/sandbox-init.mjs &
wait $!
case $? in
10) exec /sbin/reboot -f -d -n ;;
11) exec /sbin/poweroff -f -d -n ;;
esac
echo 'the sandbox has failed'
exec sleep infinity
`;

/** @returns what makes a guest of sysvinit one. The packages under test must be on its disk before it is switched on. */
export async function sandboxLayer(): Promise<Layer> {
	return {
		'/usr/sbin/init': {text: init, mode: 0o755},
		'/usr/local/lib/sandbox-init.mjs': await program(),
		'/usr/local/sbin/reboot': ask('reboot'),
		'/usr/local/sbin/poweroff': ask('poweroff'),
		// What every program of the node has in its environment.
		'/etc/ssh/sshd_config.d/sandbox.conf': 'SetEnv UMM_ROOT=/ UMM_INIT=sandbox\n',
		// The gate's files as SandboxMachine lays them out.
		'/usr/lib/gate': {link: 'umm/gate'},
		'/usr/lib/decide.sh': {link: 'umm/decide.sh'},
		'/usr/lib/common.sh': {link: 'umm/common.sh'},
		'/usr/lib/sandbox/init.sh': {link: '../umm/sandbox/init.sh'},
		// The sandbox's backup.service fails without it.
		'/srv/backup/first': '',
	};
}
