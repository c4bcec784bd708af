/* What the bundle of the console starts with. */
import './globals.js';

export * from '../src/cli/console.js';
