import {constants} from 'node:os';
import {execa} from 'execa';
import type {Runner} from './runner.js';

/** The {@link Runner} that starts real processes. */
export const execaRunner: Runner = {
	async run([file, ...args], options = {}) {
		const result = await execa(file, args, {
			reject: false,
			stripFinalNewline: true,
			maxBuffer: 16 * 1024 * 1024,
			...(options.input === undefined ? {stdin: 'ignore'} : {input: options.input}),
			...(options.timeout === undefined ? {} : {timeout: options.timeout}),
			...(options.env === undefined ? {} : {env: options.env}),
		});
		const signal = result.signal === undefined ? undefined : constants.signals[result.signal as NodeJS.Signals];
		return {
			status: result.exitCode ?? (signal === undefined ? 127 : 128 + signal),
			stdout: result.stdout ?? '',
			stderr:
				result.exitCode === undefined && signal === undefined ? (result.shortMessage ?? '') : (result.stderr ?? ''),
		};
	},
};
