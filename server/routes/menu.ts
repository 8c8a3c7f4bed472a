import type { MenuAnswer } from '#domain/wire/contract.ts';
import { done, refuse } from '#domain/wire/faults.ts';
import { recipeBookOf } from '#domain/kitchen/allday.ts';
import * as menus from '../../db/tables/menu.ts';
import type { Context } from '../context.ts';
import type { Mount } from '../routing.ts';
import { presentShop } from './shop-view.ts';

export function mountMenu(mount: Mount, { pool, publicReads }: Context): void {
	mount('menu', {
		handle: async ({ params, now }) => {
			const id = params.shop ?? '';
			const shop = await publicReads.shop(id);
			if (!shop) return refuse('not_found');
			const answer: MenuAnswer = {
				shop: presentShop(shop, now),
				...(await publicReads.menu(id))
			};
			return done(answer);
		}
	});

	// With recipes: for the kitchen only.
	mount('recipes', {
		about: 'shop',
		handle: async ({ params }) => done(recipeBookOf(await menus.ofShop(pool, params.shop ?? '')))
	});
}
