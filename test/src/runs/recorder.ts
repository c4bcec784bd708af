/* Runs one scheduled command as the run's unit does: recorder.js ROOT ID BOOT. */
import {pathsUnder} from '../../../src/paths.js';
import {executeRun} from '../../../src/runs/execute-run.js';
import {stopSignal} from '../../../src/runs/stop-signal.js';

const [root, id, bootId = ''] = process.argv.slice(2);
using stop = stopSignal();
await executeRun({paths: pathsUnder(root), id: Number(id), bootId, stop: stop.signal, warn: console.error});
console.log(Math.round(process.resourceUsage().maxRSS / 1024));
