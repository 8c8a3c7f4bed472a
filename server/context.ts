import type { Logger } from 'pino';
import type { Pool } from '../db/pool.ts';
import type { Auth } from './auth.ts';
import type { ServerConfig } from './config.ts';
import type { Metrics } from './metrics.ts';
import type { Storage } from './storage.ts';

/** Everything that a route may use; made once in `main.ts`. */
export interface Context {
	config: ServerConfig;
	pool: Pool;
	log: Logger;
	auth: Auth;
	metrics: Metrics;
	/** Uploaded files. */
	storage: Storage;
	/** Undefined until the hub is up. */
	hubHealth: () => { live: boolean } | undefined;
	/** The clock, in epoch ms. */
	now: () => number;
}
