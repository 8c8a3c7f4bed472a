/** Searches all that an installation keeps and logs for numbers of payment cards. */

import type { Pool } from '../../../db/plumbing/pool.ts';
import { allColumns, everythingIn, type Column } from '../pages/canaries.ts';

/** First digits and lengths of the cards that providers take (ISO/IEC 7812). */
const CARDS = [
	/** Visa. */
	/^4(?:\d{12}|\d{15}|\d{18})$/,
	/** Mastercard. */
	/^(?:5[1-5]\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}$/,
	/** American Express. */
	/^3[47]\d{13}$/,
	/** Discover. */
	/^6(?:011|4[4-9]\d|5\d{2})\d{12}$/,
	/** JCB. */
	/^35(?:2[89]|[3-8]\d)\d{12}$/,
	/** Diners Club. */
	/^3(?:0[0-5]|[689]\d)\d{11}$/,
	/** UnionPay. */
	/^62\d{14,17}$/,
	/** Maestro. */
	/^(?:50|5[6-9]|6\d)\d{11,17}$/
];

/**
 * A run of 13 to 19 digits, or groups as cards are printed. Not inside a word, beside a hyphen, or with
 * decimals: those are parts of hashes, UUIDs and fractions.
 */
const RUN =
	/(?<![\w-]|\d\.)(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{4}|\d{4}[ -]\d{6}[ -]\d{4,5})(?![\w-]|\.\d)/g;
/** A line break, as JSON writes it. */
const ESCAPED = /\\[nrt]/g;

/** The numbers of cards in a text: a card's first digits and length, and a correct check digit (Luhn). */
export function cardNumbersIn(text: string): string[] {
	return runsIn(text).filter(isCard);
}

/** All numbers as long as a card's. Times in ms (1…) and company numbers (SIRET) are among them. */
function runsIn(text: string): string[] {
	return [...text.replaceAll(ESCAPED, ' ').matchAll(RUN)].map(([run]) =>
		run.replaceAll(/[ -]/g, '')
	);
}

function isCard(digits: string): boolean {
	return CARDS.some((card) => card.test(digits)) && hasCheckDigit(digits);
}

/** Luhn, ISO/IEC 7812-1 annex B: every second digit from the right counts double. */
function hasCheckDigit(digits: string): boolean {
	const sum = [...digits].reverse().reduce((total, digit, at) => {
		const value = Number(digit) * (at % 2 === 0 ? 1 : 2);
		return total + (value > 9 ? value - 9 : value);
	}, 0);
	return sum % 10 === 0;
}

export interface CardSearch {
	/** Where numbers of cards were found: `table.column`, `Redis` or `log`. */
	found: string[];
	columns: number;
	redisKeys: number;
	logLines: number;
	/** Numbers as long as a card's that were looked at. */
	runs: number;
}

/** Searches every column of every table, of the queues' tables too, all of Redis, and the lines. */
export async function searchCards(place: {
	pool: Pool;
	redisUrl: string | undefined;
	lines: readonly string[];
}): Promise<CardSearch> {
	const redis = place.redisUrl ? await everythingIn(place.redisUrl) : { keys: 0, text: '' };
	const columns = await allColumns(place.pool);
	const texts: [string, string][] = [['Redis', redis.text]];
	for (const line of place.lines) texts.push(['log', line]);
	for (const column of columns)
		for (const value of await valuesWithRuns(place.pool, column))
			texts.push([`${column.table}.${column.column}`, value]);
	const found = texts.filter(([, text]) => cardNumbersIn(text).length > 0);
	return {
		found: [...new Set(found.map(([where]) => where))],
		columns: columns.length,
		redisKeys: redis.keys,
		logLines: place.lines.length,
		runs: texts.reduce((sum, [, text]) => sum + runsIn(text).length, 0)
	};
}

async function valuesWithRuns(pool: Pool, of: Column): Promise<string[]> {
	const { rows } = await pool.query<{ value: string }>(
		`select "${of.column}"::text as value from "${of.schema}"."${of.table}"
			where "${of.column}"::text ~ '\\d([ -]?\\d){12}'`
	);
	return rows.map(({ value }) => value);
}
