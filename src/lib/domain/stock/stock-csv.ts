/** The stock of a shop as a file, for a count on paper or the accounts. */

import { csvOf } from '../text/csv.ts';
import type { StockRow } from '../wire/stock.ts';

/** One row for each ingredient; the limit is empty where there is none. */
export const stockCsv = (rows: readonly StockRow[]): string =>
	csvOf([
		['id', 'name_fr', 'name_en', 'unit', 'quantity', 'threshold'],
		...rows.map(({ id, name, unit, quantity, threshold }) => [
			...[id, name.fr, name.en, unit],
			...[quantity, threshold]
		])
	]);
