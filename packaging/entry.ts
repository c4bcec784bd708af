/* What the bundle of the verbs that act starts with. */
import './globals.js';

export * from '../src/cli/acting.js';
