import { done, type Fault, type Result } from '#domain/wire/faults.ts';
import type { OfficeImport, OfficeLog, OfficeRow, OfficeSaved } from '#domain/wire/office.ts';
import type { Db, Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction, Rollback } from '../plumbing/transaction.ts';
import { add, change, rowsOf, type Editor, type OfficeKind } from '../steps/office.ts';
import { CATEGORIES } from '../steps/office-categories.ts';
import { EXTRAS } from '../steps/office-extras.ts';
import { HOLIDAYS } from '../steps/office-holidays.ts';
import { INGREDIENTS } from '../steps/office-ingredients.ts';
import { PEOPLE } from '../steps/office-people.ts';
import { PRODUCTS } from '../steps/office-products.ts';
import { RECIPES } from '../steps/office-recipes.ts';
import { SETTINGS } from '../steps/office-settings.ts';
import { STOCK } from '../steps/office-stock.ts';
import { logOf } from '../tables/office.ts';

/** Who edits; with `isDry` the change is only tried. */
export type OfficeEditor = Editor & { isDry: boolean };

/** A change of one thing, or a new one. */
export type OfficeAsk<New, Change> =
	{ item: string; version: string; change: Change } | { body: New };

/** One thing of a file: to be added when the file has no version of it. */
export type ImportedItem<New, Change> =
	{ id: string; version: string; change: Change } | { id: string; body: New };

/** What is wrong with the items of a file, by their index; or how many were saved. */
export type Imported = { faults: ReadonlyMap<number, Fault> } | { counts: OfficeImport };

/** One list of the back office: its rows, and the commands that change them. */
export interface Office<Row extends OfficeRow, New, Change> {
	/** All rows as a shop sees them, archived ones too. */
	rows(db: Db, shop: string): Promise<Row[]>;
	/** Who changed one thing, newest first. */
	log(db: Db, shop: string, item: string): Promise<OfficeLog>;
	/**
	 * Changes or adds one thing. With `isDry` the same transaction runs and is rolled back: the effect that is
	 * shown is the effect of what would be saved.
	 */
	save(
		db: Pool | Tx,
		by: OfficeEditor,
		ask: OfficeAsk<New, Change>
	): Promise<Result<OfficeSaved<Row>>>;
	/** Saves all items of a file in one transaction, or none of them. */
	importAll(
		db: Pool | Tx,
		by: OfficeEditor,
		items: readonly ImportedItem<New, Change>[]
	): Promise<Imported>;
}

function officeOf<Row extends OfficeRow, New, Change>(
	kind: OfficeKind<Row, New, Change>
): Office<Row, New, Change> {
	return {
		rows: (db, shop) => rowsOf(db, kind, shop),
		log: async (db, shop, item) => ({
			entries: await logOf(db, { subject: `${kind.name}:${item}`, shop })
		}),
		save: (db, by, ask) =>
			inTransaction(db, by.actor, async (tx) => {
				const saved = await ('body' in ask ? add(tx, kind, by, ask) : change(tx, kind, by, ask));
				if (!saved.ok) throw new Rollback(saved);
				if (by.isDry) throw new Rollback(done({ ...saved.value, isDry: true }));
				return saved;
			}),
		importAll: (db, by, items) =>
			inTransaction(db, by.actor, async (tx) => {
				const faults = new Map<number, Fault>();
				const counts = { added: 0, changed: 0, same: 0, isDry: by.isDry };
				for (const [i, item] of items.entries()) {
					const saved = await saveOne(tx, kind, by, item);
					if (saved.ok) counts[saved.value] += 1;
					else faults.set(i, saved.fault);
				}
				if (faults.size > 0) throw new Rollback<Imported>({ faults });
				if (by.isDry) throw new Rollback<Imported>({ counts });
				return { counts };
			})
	};
}

async function saveOne<Row extends OfficeRow, New, Change>(
	tx: Tx,
	kind: OfficeKind<Row, New, Change>,
	by: Editor,
	item: ImportedItem<New, Change>
): Promise<Result<'added' | 'changed' | 'same'>> {
	if ('body' in item) {
		const added = await add(tx, kind, by, item);
		return added.ok ? done('added') : added;
	}
	const { id, version, change: asked } = item;
	const saved = await change(tx, kind, by, { item: id, version, change: asked });
	if (!saved.ok) return saved;
	return done(saved.value.changes.length > 0 ? 'changed' : 'same');
}

/** All lists of the back office. */
export const OFFICES = {
	products: officeOf(PRODUCTS),
	categories: officeOf(CATEGORIES),
	settings: officeOf(SETTINGS),
	people: officeOf(PEOPLE),
	ingredients: officeOf(INGREDIENTS),
	recipes: officeOf(RECIPES),
	extras: officeOf(EXTRAS),
	stock: officeOf(STOCK),
	holidays: officeOf(HOLIDAYS)
} as const;
