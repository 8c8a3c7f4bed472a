/** Products from a file: every wrong row is named, and nothing is saved unless all rows are right. */

import { readProductsCsv, rowFault, type ProductDraft } from '#domain/office/product-csv.ts';
import { done, faultMessage, refuse, type Fault, type FieldFault } from '#domain/wire/faults.ts';
import type { NewProduct, ProductChange } from '#domain/wire/office.ts';
import { OFFICES, type ImportedItem } from '../../db/commands/edit-office.ts';
import { newId, newProduct, productChange } from '../admin-schemas.ts';
import type { Context } from '../context.ts';
import { readBytes } from '../read-bytes.ts';
import type { Mount } from '../routing.ts';
import { parse } from '../schemas.ts';
import { editorOf } from './admin-editor.ts';

const MOST_BYTES = 1_000_000;
/** Faults that one answer names; a file in another form has one in every cell. */
const MOST_FAULTS = 200;

type Item = ImportedItem<NewProduct, ProductChange>;

export function mountProductsImport(mount: Mount, { pool, publicReads }: Context): void {
	mount('productsImport', {
		about: 'asked shop',
		slow: true,
		handle: async (call) => {
			const by = editorOf(call);
			if (!by) return refuse('invalid');
			const bytes = await readBytes(call.req, MOST_BYTES);
			if (!bytes) return refuse('too_large');
			const file = textOf(bytes);
			if (file === undefined) return refuse('invalid', NOT_UTF8);
			const { drafts, faults } = readProductsCsv(file);
			const items: Item[] = [];
			for (const draft of drafts) {
				const item = itemOf(draft);
				if (item.ok) items.push(item.value);
				else faults.push(...placed(draft, item.fault));
			}
			if (faults.length > 0) return badRows(faults);
			const imported = await OFFICES.products.importAll(pool, by, items);
			if ('faults' in imported) {
				const all = [...imported.faults].flatMap(([i, fault]) => placed(drafts[i], fault));
				return badRows(all);
			}
			if (!by.isDry) publicReads.forgetAll();
			return done(imported.counts);
		}
	});
}

const NOT_UTF8 = {
	fr: 'Enregistrez le fichier en CSV UTF-8.',
	en: 'Save the file as CSV UTF-8.'
};

/** Postgres stores no zero byte. */
function textOf(bytes: Buffer): string | undefined {
	try {
		const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		return text.includes('\0') ? undefined : text;
	} catch {
		return undefined;
	}
}

/** A draft with a version changes what is there; one without is added. */
function itemOf({ id, version, body }: ProductDraft) {
	if (version === '') {
		const added = parse(newProduct, body);
		if (!added.ok) return added;
		if (!newId.safeParse(id).success) return badId;
		return done<Item>({ id, body: added.value });
	}
	const changed = parse(productChange, { ...body, version });
	if (!changed.ok) return changed;
	const { version: seen, ...change } = changed.value;
	return done<Item>({ id, version: seen, change });
}

const ID_WORDS = {
	fr: 'des lettres minuscules, des chiffres et des tirets',
	en: 'small letters, digits and hyphens'
};
const badId: { ok: false; fault: Fault } = {
	ok: false,
	fault: { code: 'invalid', fields: [{ path: 'id', message: ID_WORDS }] }
};

/** The faults of an item at its lines and columns. */
function placed(draft: ProductDraft | undefined, fault: Fault): FieldFault[] {
	if (!draft) return [];
	const fields = fault.fields ?? [];
	if (fields.length > 0)
		return fields.map(({ path, message }) => {
			const { line, column } = draft.placeOf(path);
			return rowFault(line, column, message);
		});
	const column = fault.code === 'not_found' ? 'id' : 'version';
	const message = { fr: faultMessage(fault, 'fr'), en: faultMessage(fault, 'en') };
	return [rowFault(draft.line, column, message)];
}

function badRows(faults: readonly FieldFault[]) {
	const lineOf = ({ path }: FieldFault) => Number(path.split('.')[0]);
	const sorted = faults.toSorted((a, b) => lineOf(a) - lineOf(b));
	const fault: Fault = {
		code: 'bad_rows',
		detail: sorted[0]?.message ?? { fr: '', en: '' },
		fields: sorted.slice(0, MOST_FAULTS)
	};
	return { ok: false, fault } as const;
}
