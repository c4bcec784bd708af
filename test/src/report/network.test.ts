import test from 'ava';
import {defaultRoutes4, defaultRoutes6} from '../../../src/report/network.js';

test('default routes of IPv4, the preferred one first, without those that lead nowhere', (t) => {
	const text = `Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
eth1	00000000	FE01A8C0	0003	0	0	200	00000000	0	0	0
eth0	00000000	010200C0	0003	0	0	100	00000000	0	0	0
ppp0	00000000	00000000	0001	0	0	300	00000000	0	0	0
*	00000000	00000000	0201	0	0	400	00000000	0	0	0
eth0	000200C0	00000000	0001	0	0	0	00FFFFFF	0	0	0
`;
	t.deepEqual(defaultRoutes4(text), ['192.0.2.1 dev eth0', '192.168.1.254 dev eth1', 'dev ppp0']);
	t.deepEqual(defaultRoutes4(''), []);
});

test('default routes of IPv6', (t) => {
	const zeros = '0'.repeat(32);
	const line = (to: string, length: string, gateway: string, metric: string, flags: string, device: string) =>
		`${to} ${length} ${zeros} 00 ${gateway} ${metric} 00000001 00000000 ${flags}     ${device}\n`;
	t.deepEqual(
		defaultRoutes6(
			line(`fd${'0'.repeat(30)}`, '40', zeros, '00000100', '00000001', 'eth0') +
				line(zeros, '00', `fe80${'0'.repeat(27)}1`, '00000400', '00000003', 'eth0') +
				line(zeros, '00', '20010db8000000000000000000000001', '00000100', '00000003', 'eth1') +
				line(zeros, '00', zeros, 'ffffffff', '00200200', 'lo') +
				line(zeros, '00', zeros, '00000500', '00000001', 'tun0') +
				'garbage\n',
		),
		['2001:db8::1 dev eth1', 'fe80::1 dev eth0', 'dev tun0'],
	);
});
