/** `npm run soak`: evenings back to back, one fault after the other, every promise looked at. */

import { parseArgs } from 'node:util';
import { startTestServers } from '../support/servers.ts';
import { roomsLeft, soakEvening } from '../support/soak.ts';
import { openSoakHouse } from '../support/soak-house.ts';

const { values } = parseArgs({
	options: {
		evenings: { type: 'string', default: '60' },
		/** Minutes of ours after which no further evening begins. */
		within: { type: 'string', default: 'Infinity' },
		speed: { type: 'string', default: '60' },
		minutes: { type: 'string', default: '240' },
		'orders-per-hour': { type: 'string', default: '110' },
		'fault-every': { type: 'string', default: '1' },
		seed: { type: 'string', default: '1' }
	}
});
const evenings = Number(values.evenings);
const lastStart = performance.now() + Number(values.within) * 60_000;
const [speed, minutes] = [Number(values.speed), Number(values.minutes)];
/** Of the middle of the first third to the middle of the last: more is a leak. */
const GROWTH = 1.25;

const servers = await startTestServers();
Object.assign(process.env, servers.env);
const house = await openSoakHouse();
let closing: Promise<void> | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
	process.once(signal, () => void close().then(() => process.exit(130)));
const held: { web: number; worker: number; ours: number }[] = [];
let isBroken = false;
let harmed = 0;
try {
	for (let evening = 0; evening < evenings && performance.now() < lastStart; evening++) {
		const report = await soakEvening(house, {
			seed: Number(values.seed) + evening,
			speed,
			minutes,
			ordersPerHour: Number(values['orders-per-hour']),
			faultEvery: Number(values['fault-every'])
		});
		const left = await roomsLeft(house);
		const broken = Object.entries(report.faults).filter(([, faults]) => faults.length > 0);
		if (left !== 0) broken.push(['rooms are empty', [`${left} sockets are left`]]);
		isBroken ||= broken.length > 0;
		harmed += report.harms.length;
		const ours = Math.round(process.memoryUsage.rss() / 2 ** 20);
		held.push({ web: report.memory.web, worker: report.memory.worker, ours });
		const { orders, p50, p99, onTimeShare = NaN, retries } = report.figures;
		console.log(
			`evening ${evening + 1}: ${orders} orders in ${Math.round(report.seconds)} s, ` +
				`${report.harms.length} faults, ${retries} sent again, ` +
				`p50 ${Math.round(p50 ?? NaN)} ms, p99 ${Math.round(p99 ?? NaN)} ms, ` +
				`on time ${(onTimeShare * 100).toFixed(0)} %, ` +
				`hub ${report.memory.web} MB, worker ${report.memory.worker} MB, town ${ours} MB, ` +
				`${broken.length === 0 ? 'nothing broken' : 'BROKEN'}`
		);
		if (broken.length > 0)
			console.log(
				`  after ${report.harms.map(({ fault, ms }) => `${fault} (${(ms / 1000).toFixed(1)} s)`).join(', ')}`
			);
		for (const [promise, faults] of broken) {
			console.log(`  ✗ ${promise}`);
			for (const fault of faults.slice(0, 10)) console.log(`      ${fault}`);
		}
	}
	isBroken ||= grows();
} finally {
	await close();
}
console.log(
	`${harmed} faults in ${held.length} evenings: ${isBroken ? 'BROKEN' : 'nothing broken'}`
);
process.exit(isBroken ? 1 : 0);

/** Once, whoever asks: Ctrl-C, or the end of the last evening. */
function close(): Promise<void> {
	closing ??= house.close().then(() => servers.stop());
	return closing;
}

function grows(): boolean {
	if (held.length < 6) return false;
	const third = Math.floor(held.length / 3);
	const mean = (of: typeof held, what: 'web' | 'worker') =>
		of.reduce((sum, entry) => sum + entry[what], 0) / of.length;
	let found = false;
	for (const what of ['web', 'worker'] as const) {
		const [first, last] = [mean(held.slice(0, third), what), mean(held.slice(-third), what)];
		console.log(`memory, ${what}: ${first.toFixed(0)} MB → ${last.toFixed(0)} MB`);
		found ||= last > first * GROWTH;
	}
	return found;
}
