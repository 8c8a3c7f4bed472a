/** Comma-separated values for spreadsheet programs (RFC 4180). */

/** A cell that begins with one of these is a formula in a spreadsheet program. */
const FORMULA = /^[=+\-@\t\r]/;

/** Rows as CSV, each with CRLF at its end. A text that begins like a formula gets an apostrophe before it. */
export function csvOf(rows: readonly (readonly (string | number | null)[])[]): string {
	return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number | null): string {
	if (value === null) return '';
	if (typeof value === 'number') return String(value);
	const safe = FORMULA.test(value) ? `'${value}` : value;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
