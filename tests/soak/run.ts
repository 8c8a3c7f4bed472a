/**
 * `npm run soak`: simulated evenings one after another with faults, and a check of every guarantee.
 */

import { parseArgs } from 'node:util';
import { closeOnCtrlC } from '../../simulation/ending.ts';
import { startTestServers } from '../support/house/servers.ts';
import { memoryGrowth, type Sample } from '../support/house/memory.ts';
import { roomsLeft, soakEvening } from './soak.ts';
import { FAULTS, LIVING } from './soak-faults.ts';
import { openSoakHouse } from './soak-house.ts';

const { values } = parseArgs({
	options: {
		evenings: { type: 'string', default: '60' },
		/** Real minutes after which no further evening starts. */
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
/**
 * Length of a round. Its first evenings also kill hub and worker; in the others both stay alive,
 * and their memory must not grow.
 */
const ROUND = 15;
const KILLING = 5;

const servers = await startTestServers();
Object.assign(process.env, servers.env);
const house = await openSoakHouse();
let closing: Promise<void> | undefined;
closeOnCtrlC(close);
process.once('SIGTERM', () => void close().then(() => process.exit(130)));
const held: Record<'hub' | 'worker', Sample[]> = { hub: [], worker: [] };
let played = 0;
let isBroken = false;
let harmed = 0;
try {
	for (let evening = 0; evening < evenings && performance.now() < lastStart; evening++) {
		const report = await soakEvening(house, {
			seed: Number(values.seed) + evening,
			speed,
			minutes,
			ordersPerHour: Number(values['orders-per-hour']),
			faultEvery: Number(values['fault-every']),
			kinds: evening % ROUND < KILLING ? FAULTS : LIVING
		});
		const left = await roomsLeft(house);
		const broken = Object.entries(report.faults).filter(([, faults]) => faults.length > 0);
		if (left !== 0) broken.push(['rooms are empty', [`${left} sockets are left`]]);
		isBroken ||= broken.length > 0;
		harmed += report.harms.length;
		const ours = Math.round(process.memoryUsage.rss() / 2 ** 20);
		const { web, worker } = report.memory;
		held.hub.push(web);
		held.worker.push(worker);
		played++;
		const slowest = Math.max(...report.harms.map(({ rightMs = NaN }) => rightMs)) / 1000;
		const { orders, p50, p99, onTimeShare = NaN, retries } = report.figures;
		console.log(
			`evening ${evening + 1}: ${orders} orders in ${Math.round(report.seconds)} s, ` +
				`${report.harms.length} faults, screens right again in ${slowest.toFixed(1)} s at the most, ` +
				`${retries} sent again, ` +
				`p50 ${Math.round(p50 ?? NaN)} ms, p99 ${Math.round(p99 ?? NaN)} ms, ` +
				`on time ${(onTimeShare * 100).toFixed(0)} %, ` +
				`hub ${web.mb} MB, worker ${worker.mb} MB, town ${ours} MB, ` +
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
	for (const [name, samples] of Object.entries(held)) {
		const { lives, faults } = memoryGrowth(samples);
		console.log(`memory, ${name}: ${lives.join('; ') || 'no process lived for long enough'}`);
		for (const fault of faults) console.log(`  ✗ ${fault}`);
		isBroken ||= faults.length > 0;
	}
} finally {
	await close();
}
console.log(`${harmed} faults in ${played} evenings: ${isBroken ? 'BROKEN' : 'nothing broken'}`);
process.exit(isBroken ? 1 : 0);

/** Called by Ctrl-C or after the last evening; runs once. */
function close(): Promise<void> {
	closing ??= house.close().then(() => servers.stop());
	return closing;
}
