export default {
	files: ['build/test/e2e/**/*.test.js'],
	concurrency: 2,
	timeout: '10m',
	workerThreads: false,
	verbose: true,
};
