import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'redis';
import { waitForEnd } from '../../launcher/os.ts';
import type { Program } from '../../launcher/processes.ts';
import { chanceOf } from '../../simulation/random.ts';
import type { SoakHouse } from './soak-house.ts';

export const FAULTS = [
	'hub kill -9',
	'worker kill -9',
	'Postgres kill -9',
	'Redis kill -9',
	'hub frozen',
	'half-open link',
	'Redis FLUSHALL'
] as const;
export type Fault = (typeof FAULTS)[number];

/** Faults that leave the processes of the house alive: what these hold can be compared over hours. */
export const LIVING: readonly Fault[] = FAULTS.filter(
	(fault) => fault !== 'hub kill -9' && fault !== 'worker kill -9'
);

export interface Harm {
	fault: Fault;
	/** Epoch ms of the blow. */
	at: number;
	/** From the blow until everything ran again, ms. */
	ms: number;
	/** From then until every screen was right, ms; Infinity when patience was over first. */
	rightMs?: number;
}

export interface FaultPlan {
	seed: number;
	kinds: readonly Fault[];
	/** From the end of one to the next. */
	pauseMs: number;
	/** Exactly so many, however long they take; without it there are faults until `isOver`. */
	times?: number;
	/** Waited for before the next. */
	onHarm?: (harm: Harm) => Promise<void>;
}

/** One fault after the other, every kind once before any comes again. */
export async function harmUntil(
	house: SoakHouse,
	isOver: AbortSignal,
	plan: FaultPlan
): Promise<Harm[]> {
	const harms: Harm[] = [];
	const chance = chanceOf(plan.seed, 'faults');
	let left: Fault[] = [];
	const { times } = plan;
	const isEnough = () => (times === undefined ? isOver.aborted : harms.length >= times);
	const signal = times === undefined ? isOver : undefined;
	while (!isEnough()) {
		await sleep(plan.pauseMs, undefined, { signal }).catch(() => {});
		if (isEnough()) break;
		if (left.length === 0) left = [...plan.kinds];
		const [fault] = left.splice(chance.whole(0, left.length - 1), 1);
		if (!fault) break;
		const [at, begin] = [Date.now(), performance.now()];
		await HARMS[fault](house, chance.between(0, 1));
		const harm: Harm = { fault, at, ms: performance.now() - begin };
		harms.push(harm);
		await plan.onHarm?.(harm);
	}
	return harms;
}

/** Each does its harm and resolves when everything runs again; `dice` says how long it lasts. */
const HARMS: Record<Fault, (house: SoakHouse, dice: number) => Promise<void>> = {
	'hub kill -9': ({ stack }) => killed(stack.webs[0]),
	'worker kill -9': ({ stack }) => killed(stack.workers[0]),
	async 'Postgres kill -9'(house, dice) {
		const { pid } = house.postgres();
		process.kill(pid, 'SIGKILL');
		await waitForEnd(pid, 5000);
		await sleep(2000 * dice);
		await house.reviveDatabase();
	},
	async 'Redis kill -9'(house, dice) {
		const { pid } = house.redis();
		process.kill(pid, 'SIGKILL');
		await waitForEnd(pid, 5000);
		await sleep(2000 * dice);
		await house.reviveQueues();
	},
	async 'hub frozen'({ stack }, dice) {
		stack.webs[0]?.kill('SIGSTOP');
		await sleep(silenceMs(dice));
		stack.webs[0]?.kill('SIGCONT');
	},
	async 'half-open link'({ link }, dice) {
		link.blackhole();
		await sleep(silenceMs(dice));
		link.heal();
	},
	async 'Redis FLUSHALL'({ redisUrl }) {
		const client = createClient({ url: redisUrl });
		client.on('error', () => {});
		await client.connect();
		await client.flushAll();
		client.destroy();
	}
};

/** From a hiccup to longer than any screen may keep quiet about. */
const silenceMs = (dice: number): number => 2000 + 13_000 * dice;

/** Its supervisor starts it again; over is it when that one is ready. */
async function killed(program: Program | undefined): Promise<void> {
	program?.kill();
	await program?.ready();
}
