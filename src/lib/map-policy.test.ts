import { expect, test } from 'vitest';
import { withMapOrigins } from './map-policy.ts';

const policy =
	"default-src 'self'; img-src 'self' data:; connect-src 'self' wss:; worker-src 'self'";

test('without a map style, pages may not load maps from other hosts', () => {
	expect(withMapOrigins(policy, {})).toBe(policy);
	expect(withMapOrigins(policy, { MAP_STYLE_URL: '', MAP_ORIGINS: 'https://a.example' })).toBe(
		policy
	);
});

test('with a map style, pages may load from its origin and the listed ones only', () => {
	const settings = {
		MAP_STYLE_URL: 'https://maps.example/style.json?key=1',
		MAP_ORIGINS: 'https://tiles.example, https://fonts.example'
	};

	expect(withMapOrigins(policy, settings)).toBe(
		"default-src 'self'; " +
			"img-src https://maps.example https://tiles.example https://fonts.example 'self' data:; " +
			"connect-src https://maps.example https://tiles.example https://fonts.example 'self' wss:; " +
			"worker-src 'self'"
	);
});
