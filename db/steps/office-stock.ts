/** The stock of a shop in the back office. All of it is the shop's own. */

import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { StockChange, StockEntry, StockRow } from '#domain/wire/stock.ts';
import type { Tx } from '../plumbing/pool.ts';
import * as shops from '../tables/shops.ts';
import * as stock from '../tables/stock.ts';
import { badField, type OfficeKind, type Place } from './office.ts';

export const STOCK: OfficeKind<StockRow, never, StockChange> = {
	name: 'stock',
	read: stock.rows,
	fieldsOf: ({ quantity, threshold }) => ({ quantity, threshold }),
	// Orders take from it all evening: an entry adds to what is there then, and refuses nothing for that.
	fenceOf: ({ threshold }) => ({ threshold }),
	isShopField: () => true,
	verbOf: ({ entry }) => entry?.kind,
	lock: (tx, { id }) => stock.lockEntries(tx, id),
	set,
	add: async () => refuse('not_found'),
	factsOf: async () => []
};

async function set(tx: Tx, at: Place, change: StockChange): Promise<Result<unknown>> {
	const { entry, threshold } = change;
	if (threshold !== undefined) await stock.setThreshold(tx, at.shop, at.id, threshold);
	return entry ? book(tx, at, entry) : done(undefined);
}

async function book(
	tx: Tx,
	{ shop, id }: Place,
	{ kind, quantity, to }: StockEntry
): Promise<Result<unknown>> {
	if (quantity === 0 && kind !== 'count')
		return badField('entry.quantity', 'Indiquez une quantité.', 'Give a quantity.');
	if (kind !== 'transfer') return enough(await stock.book(tx, shop, kind, { [id]: quantity }));
	if (to === undefined || to === shop || !(await shops.byId(tx, to)))
		return badField('entry.to', 'Choisissez un autre restaurant.', 'Choose another shop.');
	return enough(await stock.transfer(tx, { from: shop, to }, id, quantity));
}

function enough(short: readonly string[]): Result<unknown> {
	if (short.length === 0) return done(undefined);
	return badField(
		'entry.quantity',
		'Il n’y en a pas autant en stock.',
		'There is not that much in stock.'
	);
}
