import { expect, test } from 'vitest';
import { ISSUE_KINDS } from '#domain/wire/payments.ts';
import { canRetry, issueWords, retryWords } from './issue-words.ts';

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

test('a failure can be tried again, unless a try awaits its answer', () => {
	const at = '2026-11-24T01:00:00+01:00';
	const open = { kind: 'capture_failed', resolvedAt: null } as const;

	expect(canRetry({ ...open, detail: {} })).toBe(true);
	expect(canRetry({ ...open, detail: { retriedAt: at } })).toBe(false);
	expect(canRetry({ ...open, detail: { retriedAt: at, failedAt: at } })).toBe(true);
	expect(canRetry({ ...open, detail: {}, resolvedAt: at })).toBe(false);
	expect(canRetry({ kind: 'dispute', detail: {}, resolvedAt: null })).toBe(false);
});

test('how the try went is said', () => {
	const at = '2026-11-24T01:00:00+01:00';
	const zone = 'Europe/Paris';

	expect(retryWords({ detail: {} }, zone)).toBe('');
	expect(retryWords({ detail: { retriedAt: at } }, zone)).toContain('pas encore répondu');
	expect(retryWords({ detail: { retriedAt: at, failedAt: at } }, zone)).toContain('sans succès');
});
