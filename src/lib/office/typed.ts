/** What is typed in a form of the back office: flat, so that two states can be compared field by field. */

export type Typed = Record<string, string | boolean>;

/** How a list's rows become a form, and a form a request. */
export interface FormRules<Row> {
	/** The form of a row, or of a new thing. */
	typedOf: (row: Row | undefined) => Typed;
	/** The body of the request; of a row only what differs from it. */
	bodyOf: (typed: Typed, row: Row | undefined) => Record<string, unknown>;
	/** Where the list is: `products`. */
	list: string;
	/** Where a new thing is sent, after the list: `/reine/copy`; the list itself without it. */
	addAt?: (typed: Typed) => string;
}

/**
 * After another person's change: what was typed here stays, and all else becomes what is there now.
 */
export function rebased(typed: Typed, before: Typed, now: Typed): Typed {
	const isMine = (field: string) => field in typed && typed[field] !== before[field];
	const added = Object.keys(typed).filter((field) => !(field in now) && isMine(field));
	return Object.fromEntries(
		[...Object.keys(now), ...added].map((field) => [
			field,
			(isMine(field) ? typed[field] : now[field]) ?? ''
		])
	);
}

export const isSame = (a: Typed, b: Typed): boolean =>
	Object.keys({ ...a, ...b }).every((field) => a[field] === b[field]);

/** A whole number; a text that is none stays as it is, so that the server names the field. */
export const wholeFrom = (text: string): number | string =>
	/^\d+$/.test(text) ? Number(text) : text;

/** `12,50` and `12.50` are 1250; anything else stays as it is, so that the server names the field. */
export function minorFrom(text: string): number | string {
	const typed = text.trim();
	if (!/^\d+([.,]\d{1,2})?$/.test(typed)) return text;
	return Math.round(Number(typed.replace(',', '.')) * 100);
}

/** 1250 as it is typed: `12,50` in French, `12.50` in English. */
export const typedFrom = (minor: number, mark: ',' | '.'): string =>
	(minor / 100).toFixed(2).replace('.', mark);
