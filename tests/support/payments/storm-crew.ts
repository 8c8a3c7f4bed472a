import { setTimeout as sleep } from 'node:timers/promises';
import type { CrashPoint } from '../../../workers/crashpoints.ts';
import { killWorkers, spawnWorker, type WorkerProcess } from '../house/workers.ts';

/** Two worker processes: one that dies at one crash point after another, and one that is killed at any time. */
export interface Crew {
	/** The crash points at which a worker died. */
	killed: CrashPoint[];
	/** Kills the second worker and starts another. */
	killOne(): Promise<void>;
	/** From now on no worker dies; resolves when two are ready. */
	calm(): Promise<void>;
	end(): Promise<void>;
}

export async function hireCrew(
	env: NodeJS.ProcessEnv,
	points: readonly CrashPoint[]
): Promise<Crew> {
	const killed: CrashPoint[] = [];
	let steady = await started(env);
	let dying: WorkerProcess | undefined;
	let isCalm = false;

	async function die(): Promise<void> {
		for (const point of points) {
			if (isCalm) return;
			let how: string | number = '';
			// One that ends otherwise found no database: a supervisor would start it again.
			while (!isCalm && how !== 'SIGKILL') {
				dying = spawnWorker({ ...env, CRASH_POINT: point });
				how = await dying.ended;
			}
			if (!isCalm) killed.push(point);
		}
	}
	const dead = die();

	return {
		killed,
		async killOne() {
			steady.kill('SIGKILL');
			await steady.ended;
			steady = await started(env);
		},
		async calm() {
			isCalm = true;
			dying?.kill('SIGKILL');
			await dead;
			[dying] = await Promise.all([started(env), steady.ready]);
		},
		end: killWorkers
	};
}

const TRIES = 40;

/** A worker that is ready. One that finds no database ends, and is started again as by a supervisor. */
async function started(env: NodeJS.ProcessEnv): Promise<WorkerProcess> {
	for (let left = TRIES; ; left--) {
		const worker = spawnWorker(env);
		try {
			await worker.ready;
			return worker;
		} catch (error) {
			if (left === 0) throw error;
			await sleep(250);
		}
	}
}
