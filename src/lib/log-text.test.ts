import { expect, test } from 'vitest';
import { withoutTokens } from './log-text.ts';

const TOKEN = 'Zk3v9QmB1xT7wLr0pYc2dA';

test.each([
	`Failed to decode URI: /track/${TOKEN}%`,
	`Failed to decode URI: /api/track/${TOKEN}%/history`,
	`GET http://pizza.example/track/${TOKEN}?x=1#y failed\n    at load`,
	`Not found: /TRACK/${TOKEN}`,
	`Failed to decode URI: /invited/${TOKEN}/tracks%`,
	`GET http://pizza.example/api/invitations/${TOKEN} failed for /track`,
	`Failed to decode param '/track%2F${TOKEN}%E0%A4%A'`,
	`first /track/${TOKEN}, then "/track/${TOKEN}"`
])('removes the token from «%s»', (text) => {
	expect(withoutTokens(text)).not.toContain(TOKEN);
	expect(withoutTokens(text)).toMatch(/track/i);
});

test('keeps all other text', () => {
	const text = 'Error: no such table\n    at /app/server/routes/tracking.ts:12:3';

	expect(withoutTokens(text)).toBe(text);
});
