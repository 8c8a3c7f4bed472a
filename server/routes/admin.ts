/**
 * The back office: every list has the same routes, made from one table of lists. A list is its commands
 * (`db/commands/edit-office.ts`: SQL, fence, log), its bodies, and how it is searched and sorted.
 */

import { pageOf } from '#domain/office/listing.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { OfficeRow } from '#domain/wire/office.ts';
import { OFFICES, type Office, type OfficeAsk } from '../../db/commands/edit-office.ts';
import { archiveQuery, changeQuery, listQuery } from '../admin-schemas.ts';
import type { Call } from '../call.ts';
import type { Context } from '../context.ts';
import { productCopy } from '../recipe-schemas.ts';
import { Raw, type Mount } from '../routing.ts';
import { editorOf } from './admin-editor.ts';
import { mountProductsImport } from './admin-import.ts';
import { mountPeople } from './admin-people.ts';
import {
	CATEGORY_LIST,
	EXTRA_LIST,
	HOLIDAY_LIST,
	INGREDIENT_LIST,
	PEOPLE_LIST,
	PRODUCT_LIST,
	RECIPE_LIST,
	SETTING_LIST,
	STOCK_LIST,
	type GrowingList,
	type List
} from './admin-lists.ts';

export function mountAdmin(mount: Mount, context: Context): void {
	mountList(mount, context, PRODUCT_LIST);
	mountGrowing(mount, context, PRODUCT_LIST);
	mountProductsCopy(mount, context);
	mountProductsImport(mount, context);
	mountList(mount, context, CATEGORY_LIST);
	mountGrowing(mount, context, CATEGORY_LIST);
	mountList(mount, context, INGREDIENT_LIST);
	mountGrowing(mount, context, INGREDIENT_LIST);
	mountList(mount, context, RECIPE_LIST);
	mountList(mount, context, EXTRA_LIST);
	mountGrowing(mount, context, EXTRA_LIST);
	mountList(mount, context, SETTING_LIST);
	mountList(mount, context, STOCK_LIST);
	mountList(mount, context, HOLIDAY_LIST);
	mountGrowing(mount, context, HOLIDAY_LIST);
	mountList(mount, context, PEOPLE_LIST);
	mountGrowing(mount, context, PEOPLE_LIST);
	mountPeople(mount, context);
}

function mountList<Row extends OfficeRow, New, Change>(
	mount: Mount,
	context: Context,
	list: List<Row, New, Change>
): void {
	const { pool } = context;
	const { name, office } = list;
	mount(`${name}List`, { about: 'asked shop', handle: (call) => readList(context, list, call) });

	mount(`${name}Log`, {
		about: 'asked shop',
		handle: async ({ req, params }) => {
			const asked = changeQuery.safeParse(req.query);
			if (!asked.success) return refuse('invalid');
			return done(await office.log(pool, asked.data.shop, params.item ?? ''));
		}
	});

	mount(`${name}Set`, {
		about: 'asked shop',
		body: list.change,
		handle: (call) => {
			const { version, ...change } = call.body;
			const item = call.params.item ?? '';
			return save(context, office, call, { item, version, change: change as Change });
		}
	});
}

/** What is added to a list, and archived. */
function mountGrowing<Row extends OfficeRow, New, Change>(
	mount: Mount,
	context: Context,
	list: GrowingList<Row, New, Change>
): void {
	const { name, office } = list;
	mount(`${name}Add`, {
		about: 'asked shop',
		body: list.add,
		status: 201,
		handle: (call) => save(context, office, call, { body: call.body })
	});

	mount(`${name}Archive`, {
		about: 'asked shop',
		handle: (call) => {
			const asked = archiveQuery.safeParse(call.req.query);
			if (!asked.success) return refuse('invalid');
			const { version } = asked.data;
			const item = call.params.item ?? '';
			return save(context, office, call, { item, version, change: list.archived });
		}
	});
}

/** A product like another one. */
function mountProductsCopy(mount: Mount, context: Context): void {
	mount('productsCopy', {
		about: 'asked shop',
		body: productCopy,
		status: 201,
		handle: (call) => {
			const copyOf = call.params.item ?? '';
			return save(context, OFFICES.products, call, { body: { ...call.body, copyOf } });
		}
	});
}

async function readList<Row extends OfficeRow, New, Change>(
	{ pool }: Context,
	list: List<Row, New, Change>,
	{ req, res }: Call<unknown>
): Promise<Result<unknown>> {
	const asked = listQuery.safeParse(req.query);
	if (!asked.success) return refuse('invalid');
	const { shop, format, ...query } = asked.data;
	const rows = await list.office.rows(pool, shop);
	if (format !== 'csv') return done(pageOf(rows, query, list.listing));
	if (!list.csvOf) return refuse('invalid');
	res.attachment(`${shop}-${list.name}.csv`);
	return done(new Raw(200, list.csvOf(rows), 'text/csv; charset=utf-8'));
}

async function save<Row extends OfficeRow, New, Change>(
	{ pool, publicReads }: Context,
	office: Office<Row, New, Change>,
	call: Call<unknown>,
	ask: OfficeAsk<New, Change>
): Promise<Result<unknown>> {
	const by = editorOf(call);
	if (!by) return refuse('invalid');
	const saved = await office.save(pool, by, ask);
	// What the group changes is on the menu of every shop at once.
	if (saved.ok && !by.isDry) publicReads.forgetAll();
	return saved;
}
