import type { Logger } from 'pino';
import type { Pool } from '../db/plumbing/pool.ts';
import type { Geocoder } from '#domain/road/geocoder.ts';
import type { TravelTimes } from '../travel/open.ts';
import type { Auth } from './auth.ts';
import type { WebConfig } from '../config/web.ts';
import type { Warnings } from './warnings.ts';
import type { Metrics } from './metrics.ts';
import type { PublicReads } from './public-reads.ts';
import type { Storage } from './storage.ts';

/** Everything that a route may use; made once in `compose.ts`. */
export interface Context {
	config: WebConfig;
	pool: Pool;
	/** Menus and shops for visitors, on connections of their own. */
	publicReads: PublicReads;
	log: Logger;
	auth: Auth;
	metrics: Metrics;
	/** Locates typed addresses. Never called in a transaction. */
	geocoder: Geocoder;
	/** Travel times. Never called in a transaction. */
	travel: TravelTimes;
	/** Uploaded files. */
	storage: Storage;
	/** Undefined until the hub is up. */
	hubHealth: () => { live: boolean } | undefined;
	/** The database's clock, in epoch ms: all promises, slots and opening hours use it. */
	now: () => number;
	/** Faults of this machine and of other processes, with which all can still work. */
	warnings: Warnings;
}
