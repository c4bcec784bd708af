/* The init system of a guest that is umm's simulated node (sandbox.ts). Ends when the node is down, with exit status 10 to
   be started again, and 11 to be off. */
import {setTimeout as sleep} from 'node:timers/promises';
import {SandboxMachine} from '../../../backends/sandbox/machine.js';
import {execaRunner} from '../../../src/exec.js';
import {pathsUnder} from '../../../src/paths.js';

// Where the sandbox finds the verbs that it calls: it is a part of umm's own program everywhere else.
process.argv[1] = '/usr/lib/umm/js/umm.cjs';

const machine = new SandboxMachine(pathsUnder('/'), execaRunner);
await machine.powerOn();
let ending = await machine.serve();
// It comes when what is to be started has started; in a held boot that is nothing.
const {status, stderr} = await execaRunner.run(['sh', '-c', 'mkdir -p /run/sshd && exec /usr/sbin/sshd']);
if (status !== 0) throw new Error(stderr);
while (ending === undefined) {
	await sleep(100);
	ending = await machine.serve();
}
process.exit(ending === 'reboot' ? 10 : 11);
