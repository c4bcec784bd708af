import {loadConfig} from '../config/config.js';
import {formatDuration} from '../config/duration.js';
import type {Finding} from '../console/snapshot.js';
import type {Paths} from '../paths.js';

/** What is wrong in the configuration, or what it says. */
export async function examineConfig(paths: Paths): Promise<Finding[]> {
	const {config, document, problem} = await loadConfig(paths.conf);
	const findings: Finding[] = [];
	if (problem !== undefined) {
		findings.push({check: 'config', result: 'warning', message: problem, hint: 'chown root, chmod 644'});
	}
	for (const {line, key, message} of document.findings) {
		findings.push({
			check: 'config',
			result: 'warning',
			message: `${paths.conf}:${line}: ${key === undefined ? '' : `${key}: `}${message}`,
			hint: `edit ${paths.conf}, or 'umm config set'`,
		});
	}
	if (!config.enabled) {
		findings.push({
			check: 'config',
			result: 'warning',
			message: 'umm is disabled: no boot is ever held',
			hint: "'umm enable'",
		});
	}
	if (findings.length === 0) {
		findings.push({
			check: 'config',
			result: 'ok',
			message: `pauses after ${config.rebootCount} unclean boots in a row; healthy after ${formatDuration(config.counterResetTime)}`,
		});
	}
	return findings;
}
