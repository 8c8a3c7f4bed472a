import { setTimeout as sleep } from 'node:timers/promises';
import type { CrashPoint } from '../../../workers/crashpoints.ts';
import { spawnWorker, type WorkerProcess } from '../house/workers.ts';

export interface CrewOptions {
	env: NodeJS.ProcessEnv;
	/** Workers die at these points, one after another. */
	points: readonly CrashPoint[];
	/** How often each point. */
	rounds: number;
	onDeath(point: CrashPoint): void;
}

/** Two worker processes: one that dies at one crash point after another, and one that is killed at any time. */
export interface Crew {
	/** How often a worker died at each crash point. */
	deaths: ReadonlyMap<CrashPoint, number>;
	/** Kills the second worker and starts another. */
	killOne(): Promise<void>;
	/** From now on no worker dies; resolves when two are ready. */
	calm(): Promise<void>;
	/** All that the workers have logged. */
	lines(): string[];
	end(): Promise<void>;
}

export async function hireCrew({ env, points, rounds, onDeath }: CrewOptions): Promise<Crew> {
	const deaths = new Map<CrashPoint, number>();
	const hired: WorkerProcess[] = [];
	let steady = await started();
	let dying: WorkerProcess | undefined;
	let isCalm = false;
	let leftPoints = rounds * points.length;

	function hire(more: NodeJS.ProcessEnv = {}): WorkerProcess {
		const worker = spawnWorker({ ...env, ...more });
		hired.push(worker);
		return worker;
	}

	/** A worker that is ready. One that finds no database ends, and is started again as by a supervisor. */
	async function started(): Promise<WorkerProcess> {
		for (let left = TRIES; ; left--) {
			const worker = hire();
			try {
				await worker.ready;
				return worker;
			} catch (error) {
				if (left === 0) throw error;
				await sleep(250);
			}
		}
	}

	async function dieAt(point: CrashPoint): Promise<void> {
		let how: string | number = '';
		// One that ends otherwise found no database: a supervisor would start it again.
		while (!isCalm && how !== 'SIGKILL') {
			dying = hire({ CRASH_POINT: point });
			how = await dying.ended;
		}
		leftPoints--;
		if (isCalm) return;
		deaths.set(point, (deaths.get(point) ?? 0) + 1);
		onDeath(point);
	}

	async function die(): Promise<void> {
		for (let round = 0; round < rounds; round++) for (const point of points) await dieAt(point);
		dying = await started();
	}
	const dead = die();

	return {
		deaths,
		async killOne() {
			steady.kill('SIGKILL');
			await steady.ended;
			steady = await started();
		},
		async calm() {
			isCalm = true;
			if (leftPoints > 0) dying?.kill('SIGKILL');
			await Promise.all([dead, steady.ready]);
		},
		lines: () => hired.flatMap(({ lines }) => lines),
		async end() {
			isCalm = true;
			for (const worker of hired) worker.kill('SIGKILL');
			await Promise.all(hired.map(({ ended }) => ended));
		}
	};
}

const TRIES = 40;
