/** Comma-separated values for spreadsheet programs (RFC 4180), written and read. */

/**
 * A cell that begins with one of these is a formula in a spreadsheet program. Apostrophes before it are counted
 * too, so that reading gives back exactly what was written.
 */
const FORMULA = /^'*[=+\-@\t\r]/;

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

export interface CsvRow {
	/** The line of the file on which the row begins, from 1. */
	line: number;
	cells: string[];
}

/**
 * The rows of a file, without empty ones. The separator is a comma, or a semicolon where the first line has
 * more of them, as spreadsheet programs write it in French. A quote that is not closed ends with the file. The
 * apostrophe before a formula is taken off.
 */
export function readCsv(text: string): CsvRow[] {
	const clean = text.replace(/^\uFEFF/, '');
	const head = clean.split(/\r?\n/, 1)[0] ?? '';
	const count = (mark: string) => head.split(mark).length;
	const reader = new Reader(clean, count(';') > count(',') ? ';' : ',');
	return reader.rows().filter(({ cells }) => cells.some((one) => one.trim() !== ''));
}

class Reader {
	readonly #text: string;
	readonly #separator: string;
	#at = 0;
	#line = 1;

	constructor(text: string, separator: string) {
		this.#text = text;
		this.#separator = separator;
	}

	rows(): CsvRow[] {
		const rows: CsvRow[] = [];
		while (this.#at < this.#text.length) rows.push(this.#row());
		return rows;
	}

	#row(): CsvRow {
		const row: CsvRow = { line: this.#line, cells: [] };
		for (;;) {
			row.cells.push(plain(this.#text[this.#at] === '"' ? this.#quoted() : this.#bare()));
			if (this.#text[this.#at] !== this.#separator) break;
			this.#at += 1;
		}
		if (this.#text[this.#at] === '\r') this.#at += 1;
		if (this.#text[this.#at] === '\n') this.#at += 1;
		this.#line += 1;
		return row;
	}

	/** Up to the next separator or line end. */
	#bare(): string {
		const from = this.#at;
		while (this.#at < this.#text.length && !this.#isEnd()) this.#at += 1;
		return this.#text.slice(from, this.#at);
	}

	#isEnd(): boolean {
		const mark = this.#text[this.#at] ?? '';
		return mark === this.#separator || mark === '\n' || mark === '\r';
	}

	/** Between quotes; what follows the closing quote belongs to the cell too. */
	#quoted(): string {
		let value = '';
		for (this.#at += 1; this.#at < this.#text.length; this.#at += 1) {
			const mark = this.#text[this.#at] ?? '';
			if (mark === '\n') this.#line += 1;
			if (mark !== '"') value += mark;
			else if (this.#text[this.#at + 1] === '"') {
				value += mark;
				this.#at += 1;
			} else {
				this.#at += 1;
				break;
			}
		}
		return value + this.#bare();
	}
}

const plain = (value: string): string => (FORMULA.test(value) ? value.replace(/^'/, '') : value);
