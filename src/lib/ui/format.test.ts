import { expect, test } from 'vitest';
import { overwriteGetLocale } from '$lib/paraglide/runtime.js';
import { timeFrom } from './format.ts';

const ZONE = 'Europe/Paris';
const NOW = Date.parse('2026-11-21T20:00:00Z');

test.each([
	['fr', '2026-11-21T21:15:00Z', '22:15'],
	['en', '2026-11-21T21:15:00Z', '22:15'],
	// Past midnight on the shop's wall, though not in UTC.
	['fr', '2026-11-21T23:15:00Z', 'dim. 22 nov., 00:15'],
	['en', '2026-11-22T11:15:00Z', 'Sun 22 Nov, 12:15']
] as const)('seen from that evening (%s), %s is %s', (language, at, said) => {
	overwriteGetLocale(() => language);
	expect(timeFrom(NOW, at, ZONE)).toBe(said);
});
