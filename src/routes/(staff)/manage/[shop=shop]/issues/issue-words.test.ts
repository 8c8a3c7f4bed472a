import { expect, test } from 'vitest';
import { ISSUE_KINDS } from '#domain/wire/payments.ts';
import { issueWords } from './issue-words.ts';

test('every kind has a title and says what to do', () => {
	const titles = ISSUE_KINDS.map((kind) => issueWords({ kind, detail: {} }, 'EUR').title);

	expect(new Set(titles).size).toBe(ISSUE_KINDS.length);
	for (const kind of ISSUE_KINDS)
		expect(issueWords({ kind, detail: {} }, 'EUR').text).toMatch(/\S.*\.$/);
});

test('amounts and the code of the provider are named', () => {
	const detail = { amountMinor: 2340, seenMinor: 2300, currency: 'EUR', code: 'card_declined' };
	const { text, code } = issueWords({ kind: 'mismatch', detail }, 'EUR');

	expect(text).toMatch(/23,40.*23,00/);
	expect(code).toContain('card_declined');
	expect(issueWords({ kind: 'account', detail: {} }, 'EUR').code).toBe('');
});
