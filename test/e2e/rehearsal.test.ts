/* `umm on --test` against what then runs, where init systems start scripts. For systemd: suites.test.ts. */
import test from 'ava';
import {installDeb} from './lab/deb.js';
import {Rack} from './lab/rack.js';
import {coreDeb, operational, resume, status} from './support/umm.js';

let rack: Rack;
test.before(async () => {
	rack = await Rack.open();
});
test.after.always(() => rack.close());

/** Where each script that is started leaves its name, as soon as something is mounted there. */
const place = '/dev/shm/started';
const mark = `[ "\${1:-}" != start ] || { mkdir -p ${place} && : >${place}/NAME; } 2>/dev/null`;
/** As the second line of each: the first names its interpreter. */
const setup = `for script in /etc/init.d/*; do sed -i -e '1a\\\n${mark}' $script && sed -i "2s/NAME/\${script##*/}/" $script; done`;

for (const init of ['sysvinit', 'openrc'] as const) {
	test.serial(`${init}: what the rehearsal says runs while paused, and what it says waits runs then`, async (t) => {
		const node = await rack.node({init, setup});
		const started = async () => (await node.exec(`ls ${place}`)).stdout.split('\n');
		node.start();
		await node.waitSsh();
		await installDeb(node, await coreDeb());
		await operational(node);
		const [runs = '', waits = ''] = (await node.ssh('umm on --test')).stdout.split('until');
		const names = (text: string) => [...text.matchAll(/^ {2}(.*)$/gm)].map(([, name = '']) => name);
		await node.powerOff();
		node.start({wordsOnce: ['umm']});
		await node.waitSsh();
		t.is(await status(node), 'umm');
		const held = new Set(await started());
		await resume(node);
		const all = new Set(await started());
		t.true(held.has('networking') && held.has('ssh') && all.has('cron'));
		const ofThem = (text: string) => names(text).filter((name) => all.has(name));
		t.deepEqual(ofThem(runs), [...held].sort());
		t.deepEqual(ofThem(waits), [...all.difference(held)].sort());
	});
}
