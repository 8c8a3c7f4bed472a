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

/** Faults that keep our processes alive, so that their memory can be compared over hours. */
export const LIVING: readonly Fault[] = FAULTS.filter(
	(fault) => fault !== 'hub kill -9' && fault !== 'worker kill -9'
);

export interface InjectedFault {
	fault: Fault;
	/** Start of the fault, epoch ms. */
	at: number;
	/** Duration until everything ran again, ms. */
	ms: number;
	/** From then until every screen was correct, ms; Infinity after the time limit. */
	rightMs?: number;
}

export interface FaultPlan {
	seed: number;
	kinds: readonly Fault[];
	/** Pause between two faults. */
	pauseMs: number;
	/** Number of faults, for any duration; by default faults continue until `isOver`. */
	times?: number;
	/** Awaited before the next fault. */
	onHarm?: (harm: InjectedFault) => Promise<void>;
}

/** One fault after another; every kind occurs once before any is repeated. */
export async function injectFaults(
	house: SoakHouse,
	isOver: AbortSignal,
	plan: FaultPlan
): Promise<InjectedFault[]> {
	const harms: InjectedFault[] = [];
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
		const harm: InjectedFault = { fault, at, ms: performance.now() - begin };
		harms.push(harm);
		await plan.onHarm?.(harm);
	}
	return harms;
}

/**
 * Each function causes a fault and resolves when everything runs again; `dice` determines its
 * duration.
 */
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

/** From a short interruption to one longer than the stale limit. */
const silenceMs = (dice: number): number => 2000 + 13_000 * dice;

/** The supervisor restarts it; resolves when the new process is ready. */
async function killed(program: Program | undefined): Promise<void> {
	program?.kill();
	await program?.ready();
}
