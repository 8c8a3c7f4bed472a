/** One change in a list of the back office: fence, rights, effect and change log, the same for every list. */

import { changesBetween } from '#domain/office/changes.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type {
	OfficeChange,
	OfficeFact,
	OfficeFields,
	OfficeRow,
	OfficeSaved
} from '#domain/wire/office.ts';
import type { Db, Tx } from '../plumbing/pool.ts';
import type { Actor } from '../plumbing/transaction.ts';
import { detailOf, lastEditor, versionOf } from '../tables/office.ts';
import * as staff from '../tables/staff.ts';

/** One thing, as one shop sees it. */
export interface Place {
	shop: string;
	id: string;
}

/** What a list of the back office consists of: the row of its table. */
export interface OfficeKind<Row extends OfficeRow, New, Change> {
	/** In the change log: `product`, so that a change is `product.set`. */
	name: string;
	/** All rows as a shop sees them, archived ones too; with an id only that one. */
	read(db: Db, shop: string, id?: string): Promise<Omit<Row, 'version'>[]>;
	/** The one of this id after a change with which it may have left the list. */
	readSaved?(tx: Tx, shop: string, id: string): Promise<Omit<Row, 'version'>[]>;
	/** What can be edited, for the fence and the log. */
	fieldsOf(row: Omit<Row, 'version'>): OfficeFields;
	/** The fields that the fence guards; without it all of them. */
	fenceOf?(row: Omit<Row, 'version'>): OfficeFields;
	/** In the change log, when a change has a name of its own: `delivery`, so that it is `stock.delivery`. */
	verbOf?(change: Change): string | undefined;
	/** Whether a field is the shop's own matter; the others are for owners. */
	isShopField(field: string): boolean;
	/** Waits for other changes of this thing. */
	lock(tx: Tx, at: Place): Promise<void>;
	/** Writes what the change has; what is absent stays. `row` is the thing before. */
	set(tx: Tx, at: Place, change: Change, row: Row): Promise<Result<unknown>>;
	/** Adds one, with this id if it is given; returns its id. */
	add(tx: Tx, shop: string, body: New, id: string | undefined, by: Editor): Promise<Result<string>>;
	/** Rights beyond those of the fields: refuses a change that is made, and is then rolled back. */
	judge?(
		tx: Tx,
		by: Editor,
		states: { before: Row | undefined; after: Row }
	): Promise<Result<unknown>>;
	/** What the change does elsewhere; `before` is undefined for a new one. */
	factsOf(
		tx: Tx,
		shop: string,
		states: { before: Row | undefined; after: Row; changes: readonly OfficeChange[] }
	): Promise<OfficeFact[]>;
}

export interface Editor {
	shop: string;
	actor: Actor;
	/** May change what the group decides. */
	isOwner: boolean;
}

/** The rows of a list, each with its fence. */
export async function rowsOf<Row extends OfficeRow>(
	db: Db,
	kind: Pick<OfficeKind<Row, never, never>, 'read' | 'fieldsOf' | 'fenceOf'>,
	shop: string,
	id?: string
): Promise<Row[]> {
	const rows = await kind.read(db, shop, id);
	const fence = kind.fenceOf ?? kind.fieldsOf;
	return rows.map((row) => ({ ...row, version: versionOf(fence(row)) }) as Row);
}

/**
 * Changes one thing that still is as the editor saw it. A change of the group's fields is for owners: the
 * right is checked on what really changes. The caller rolls back what a refusal has begun.
 */
export async function change<Row extends OfficeRow, New, Change>(
	tx: Tx,
	kind: OfficeKind<Row, New, Change>,
	by: Editor,
	asked: { item: string; version: string; change: Change }
): Promise<Result<OfficeSaved<Row>>> {
	const at = { shop: by.shop, id: asked.item };
	await kind.lock(tx, at);
	const [before] = await rowsOf(tx, kind, at.shop, at.id);
	if (!before) return refuse('not_found');
	if (before.version !== asked.version) {
		const name = await lastEditor(tx, { subject: `${kind.name}:${at.id}`, shop: at.shop });
		const detail = name && {
			fr: `Dernière modification par ${name}.`,
			en: `Last edited by ${name}.`
		};
		return refuse('changed_meanwhile', detail || undefined, before);
	}
	const set = await kind.set(tx, at, asked.change, before);
	if (!set.ok) return set;
	const action = kind.verbOf?.(asked.change) ?? 'set';
	return finish(tx, kind, by, { id: at.id, before, action });
}

/** Adds one thing; what is added is the group's, so it is for owners. */
export async function add<Row extends OfficeRow, New, Change>(
	tx: Tx,
	kind: OfficeKind<Row, New, Change>,
	by: Editor,
	asked: { body: New; id?: string }
): Promise<Result<OfficeSaved<Row>>> {
	const added = await kind.add(tx, by.shop, asked.body, asked.id, by);
	if (!added.ok) return added;
	return finish(tx, kind, by, { id: added.value, before: undefined, action: 'add' });
}

async function finish<Row extends OfficeRow, New, Change>(
	tx: Tx,
	kind: OfficeKind<Row, New, Change>,
	by: Editor,
	made: { id: string; before: Row | undefined; action: string }
): Promise<Result<OfficeSaved<Row>>> {
	const { id, before, action } = made;
	const [after] = await savedRow(tx, kind, by.shop, id);
	if (!after) return refuse('not_found');
	const judged = await kind.judge?.(tx, by, { before, after });
	if (judged && !judged.ok) return judged;
	const fields = kind.fieldsOf(after);
	const changes = changesBetween(before ? kind.fieldsOf(before) : {}, fields);
	const ofGroup = changes.filter(({ field }) => !kind.isShopField(field));
	const ofShop = changes.filter(({ field }) => kind.isShopField(field));
	if (ofGroup.length > 0 && !by.isOwner) return refuse('group_only');
	const entry = {
		actor: by.actor,
		action: `${kind.name}.${action}`,
		subject: `${kind.name}:${id}`
	};
	if (ofGroup.length > 0)
		await staff.recordAudit(tx, { ...entry, detail: detailOf(ofGroup, null) });
	if (ofShop.length > 0)
		await staff.recordAudit(tx, { ...entry, detail: detailOf(ofShop, by.shop) });
	const facts =
		changes.length > 0 ? await kind.factsOf(tx, by.shop, { before, after, changes }) : [];
	return done({ item: after, changes, facts, isDry: false });
}

function savedRow<Row extends OfficeRow, New, Change>(
	tx: Tx,
	{ read, readSaved, fieldsOf, fenceOf }: OfficeKind<Row, New, Change>,
	shop: string,
	id: string
): Promise<Row[]> {
	const readIt = readSaved ? () => readSaved(tx, shop, id) : read;
	return rowsOf<Row>(tx, { read: readIt, fieldsOf, ...(fenceOf && { fenceOf }) }, shop, id);
}

/** What a change has, without what it leaves as it is. */
export const given = <Change extends object>(change: Change): Partial<Change> =>
	Object.fromEntries(
		Object.entries(change).filter(([, value]) => value !== undefined)
	) as Partial<Change>;

/** A fault of one field. */
export function badField(path: string, fr: string, en: string): Result<never> {
	const message = { fr, en };
	return { ok: false, fault: { code: 'invalid', detail: message, fields: [{ path, message }] } };
}
