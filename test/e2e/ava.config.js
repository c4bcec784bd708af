export default {
	files: ['build/test/e2e/**/*.test.js', '!build/test/e2e/emulated/**'],
	concurrency: 2,
	timeout: '10m',
	workerThreads: false,
	verbose: true,
};
