import { done, refuse } from '#domain/wire/faults.ts';
import { lastBumps } from '../../db/reads/shop-log.ts';
import * as notices from '../../db/tables/notices.ts';
import * as orders from '../../db/tables/orders.ts';
import * as shops from '../../db/tables/shops.ts';
import type { Context } from '../context.ts';
import { firstReader } from '../feeds/first.ts';
import { FIRST_CONTENTS } from '../feeds/index.ts';
import type { Mount } from '../routing.ts';
import { idList } from '../schemas.ts';
import { withShop } from './shop-view.ts';

/** First contents of a shop's screens, and what they request beside their feeds. */
export function mountBoards(mount: Mount, context: Context): void {
	mountFirstContents(mount, context);
	mountLookups(mount, context);
}

/** What the screens show before their socket takes over. */
function mountFirstContents(mount: Mount, { pool, publicReads, log }: Context): void {
	const readFirst = firstReader(pool, log);

	for (const { kind, rule } of FIRST_CONTENTS)
		mount(kind, {
			about: rule === 'public' ? 'nothing' : 'shop',
			handle: async ({ params, now }) => {
				const id = params.shop ?? '';
				const [shop, first] = await Promise.all(
					rule === 'public'
						? [publicReads.shop(id), publicReads.first(kind, id)]
						: [shops.byId(pool, id), readFirst(kind, { shops: [id] })]
				);
				return withShop(first, shop, now);
			}
		});
}

function mountLookups(mount: Mount, { pool }: Context): void {
	mount('bumps', {
		about: 'shop',
		handle: async ({ params }) => done({ bumps: await lastBumps(pool, params.shop ?? '') })
	});

	mount('fates', {
		about: 'shop',
		handle: async ({ params, req }) => {
			const ids = idList.safeParse(req.query.orders);
			if (!ids.success) return refuse('invalid');
			return done({ orders: await orders.standings(pool, params.shop ?? '', ids.data) });
		}
	});

	mount('outboxPage', {
		about: 'shop',
		handle: async ({ params }) => {
			const all = await notices.ofShop(pool, params.shop ?? '');
			return done({
				notices: all.map(({ id, kind, to, subject, text, status, createdAt, sentAt }) => {
					return { id, kind, to, subject, text, status, createdAt, sentAt };
				})
			});
		}
	});
}
