export default {
	files: ['build/test/e2e/emulated/*.test.js'],
	// A machine takes both cores.
	concurrency: 1,
	serial: true,
	timeout: '10m',
	workerThreads: false,
	verbose: true,
};
