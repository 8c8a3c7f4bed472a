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
	let steady = spawnWorker(env);
	let dying: WorkerProcess | undefined;
	let isCalm = false;
	await steady.ready;

	async function die(): Promise<void> {
		for (const point of points) {
			if (isCalm) return;
			dying = spawnWorker({ ...env, CRASH_POINT: point });
			const how = await dying.ended;
			if (!isCalm && how === 'SIGKILL') killed.push(point);
		}
	}
	const dead = die();

	return {
		killed,
		async killOne() {
			steady.kill('SIGKILL');
			await steady.ended;
			steady = spawnWorker(env);
			await steady.ready;
		},
		async calm() {
			isCalm = true;
			dying?.kill('SIGKILL');
			await dead;
			dying = spawnWorker(env);
			await Promise.all([steady.ready, dying.ready]);
		},
		end: killWorkers
	};
}
