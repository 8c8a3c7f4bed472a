/** The opening of a new shop: its checklist, and the opening itself. */

import { done, refuse } from '#domain/wire/faults.ts';
import { openingOf, openToCustomers } from '../../db/commands/open-to-customers.ts';
import { actorOf } from '../call.ts';
import type { Context } from '../context.ts';
import type { Mount } from '../routing.ts';

export function mountOpening(mount: Mount, { pool, publicReads }: Context): void {
	mount('opening', {
		about: 'shop',
		handle: async ({ params }) => {
			const opening = await openingOf(pool, params.shop ?? '');
			return opening ? done(opening) : refuse('not_found');
		}
	});

	mount('openToCustomers', {
		about: 'shop',
		handle: async (call) => {
			const shop = call.params.shop ?? '';
			const opened = await openToCustomers(pool, shop, actorOf(call));
			if (opened.ok) publicReads.forget(shop);
			return opened;
		}
	});
}
