import {join} from 'node:path';
import type {LinkStep} from '../../src/backend.js';

const units = '/usr/lib/systemd/system';
const etc = '/etc/systemd';

/** Units that are wanted at boot, with the target that wants them (their [Install] sections say the same). */
const wanted = [
	['umm-boot.service', 'sysinit.target', 'writes each boot into the ledger'],
	['umm-window.service', 'basic.target', 'finds a boot healthy that has lived long enough'],
	['umm-evidence.service', 'basic.target', 'keeps what an unclean boot left behind'],
	['umm-after-off.service', 'basic.target', 'runs the hooks after maintenance mode'],
	['umm-emergency.service', 'emergency.target', 'holds a boot that went into emergency mode'],
	['umm-emergency.service', 'rescue.target', 'holds a boot that went into rescue mode'],
] as const;

/**
 * The links that make systemd ask umm at each boot. All are absolute links into what the package ships.
 *
 * The generator is linked in /etc: Debian 11 without merged /usr does not read /usr/lib/systemd/system-generators
 * (design.md).
 *
 * @param root directory that stands for `/`.
 */
export function systemdWiring(root: string): readonly LinkStep[] {
	return [
		{
			kind: 'link',
			path: join(root, etc, 'system-generators/umm-generator'),
			target: '/usr/lib/umm/systemd/generator',
			why: 'decides at each boot, before any unit starts',
		},
		{
			kind: 'link',
			path: join(root, etc, 'system/sysinit.target.d/umm.conf'),
			target: '/usr/lib/umm/systemd/sysinit.conf',
			why: 'holds a boot whose basic system fails',
		},
		...wanted.map(([unit, target, why]) => ({
			kind: 'link' as const,
			path: join(root, etc, `system/${target}.wants/${unit}`),
			target: `${units}/${unit}`,
			why,
		})),
	];
}
