/* CommonJS packages in the bundle require() Node's own modules, and ask where they are; ES modules have no words for it. */
import {createRequire} from 'node:module';

Object.assign(globalThis, {require: createRequire(import.meta.url), __dirname: import.meta.dirname});
