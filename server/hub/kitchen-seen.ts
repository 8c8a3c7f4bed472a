import type { Logger } from 'pino';
import type { Db } from '../../db/plumbing/pool.ts';
import * as shops from '../../db/tables/shops.ts';
import type { Room } from '../feeds/feed.ts';

/** Keeps that a kitchen screen of a shop is connected: a new shop opens after that only. */
export const keepKitchenSeen =
	(db: Db, log: Pick<Logger, 'warn'>) =>
	({ kind, shops: [shop] }: Room): void => {
		if (kind !== 'kitchen' || shop === undefined) return;
		void shops
			.keepKitchenSeen(db, shop)
			.catch((error: unknown) => log.warn({ err: error, shop }, 'a kitchen screen was not noted'));
	};
