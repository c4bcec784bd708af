/* The verbs that act, and what the looking ones do that acts; loaded on demand as one piece (main.ts). */

import type {VerbMain} from './context.js';
import {main as disable} from './disable.js';
import {main as doctor} from './doctor.js';
import {main as enable} from './enable.js';
import {main as hooks} from './hooks.js';
import {main as install} from './install.js';
import {main as off} from './off.js';
import {main as on} from './on.js';
import {main as sandbox} from './sandbox.js';
import {main as serve} from './serve.js';
import {main as uninstall} from './uninstall.js';
import {main as wait} from './wait.js';

export {changeSetting} from '../config/settings.js';
export {plainStatus} from './plain-status.js';
export {requester} from './requester.js';
export {add, again, cancel, edit, move, runOne, runQueue, save, stop} from './schedule-acting.js';

export const acting: Readonly<Record<string, VerbMain>> = {
	disable,
	doctor,
	enable,
	hooks,
	install,
	off,
	on,
	sandbox,
	serve,
	uninstall,
	wait,
};
