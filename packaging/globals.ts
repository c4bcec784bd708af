/* CommonJS packages in the bundle require() Node's own modules; ES modules have no require of their own. */
import {createRequire} from 'node:module';

Object.assign(globalThis, {require: createRequire(import.meta.url)});
