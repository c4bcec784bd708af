import '../src/cli/main.js';
