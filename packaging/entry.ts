/* What the bundle starts with. */
import './globals.js';
import '../src/cli/main.js';
