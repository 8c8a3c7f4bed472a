import type { Logger } from 'pino';
import type { Pool } from '../db/plumbing/pool.ts';
import type { Auth } from './auth.ts';
import type { WebConfig } from '../config/web.ts';
import type { House } from './house.ts';
import type { Metrics } from './metrics.ts';
import type { PublicReads } from './public-reads.ts';
import type { Storage } from './storage.ts';

/** Everything that a route may use; made once in `compose.ts`. */
export interface Context {
	config: WebConfig;
	pool: Pool;
	/** Menus and shops for visitors, who never wait for the pool's connections nor take them. */
	publicReads: PublicReads;
	log: Logger;
	auth: Auth;
	metrics: Metrics;
	/** Uploaded files. */
	storage: Storage;
	/** Undefined until the hub is up. */
	hubHealth: () => { live: boolean } | undefined;
	/** The database's clock, in epoch ms: promises, slots and opening hours are reckoned by it. */
	now: () => number;
	/** What is wrong with the machines and services below us, while all can go on working. */
	house: House;
}
