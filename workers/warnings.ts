import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { clockFault } from '../db/plumbing/clock.ts';
import type { Pool } from '../db/plumbing/pool.ts';
import * as warnings from '../db/tables/warnings.ts';

const REPORT_EVERY_MS = 3000;

export interface WarningsOptions {
	pool: Pool;
	log: Logger;
	aheadMs(): number | undefined;
	onError(error: Error): void;
}

export interface Warnings {
	/** Redis reported its eviction policy. */
	onPolicy(policy: string): void;
	/** Whether Redis may evict jobs. */
	evicts(): boolean;
	stop(): void;
}

/** The warning for an eviction policy by which Redis loses jobs and locks; undefined for `noeviction`. */
export function policyFault(policy: string): string | undefined {
	if (policy === 'noeviction') return undefined;
	return `Redis has maxmemory-policy ${policy}, which throws jobs away. Set it to noeviction.`;
}

/** Logs when a fault begins and ends, and reports it to the web processes, through a table, while it lasts. */
export function startWarnings({ pool, log, aheadMs, onError }: WarningsOptions): Warnings {
	const name = `worker ${hostname()} ${process.pid}`;
	let policy: string | undefined;
	let hadAny = false;

	function onPolicy(reported: string): void {
		const fault = policyFault(reported);
		if (fault === policy) return;
		policy = fault;
		log.warn(fault ?? 'Redis throws no jobs away any more.');
		void report();
	}

	async function report(): Promise<void> {
		const clock = clockFault(aheadMs());
		const faults: warnings.HouseFault[] = [];
		if (policy) faults.push({ part: 'redis', message: policy });
		if (clock) faults.push({ part: 'clock', message: `Of a worker: ${clock}` });
		if (faults.length === 0 && !hadAny) return;
		hadAny = true;
		await warnings.report(pool, name, faults).then(() => (hadAny = faults.length > 0), onError);
	}

	const timer = setInterval(() => void report(), REPORT_EVERY_MS);
	return { onPolicy, evicts: () => policy !== undefined, stop: () => clearInterval(timer) };
}
