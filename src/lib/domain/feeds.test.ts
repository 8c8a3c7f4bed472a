import { describe, expect, test } from 'vitest';
import { feedName, parseFeed } from './feeds.ts';

describe('feed names', () => {
	test.each([
		'kitchen:gare',
		'manage:gare',
		'manage:group',
		'driver:livreur1-gare',
		'order:abcdefghijklmnopqrstuv',
		'counter-board:gare'
	])('%s is read and written back', (name) => {
		const feed = parseFeed(name);

		expect(feed && feedName(feed)).toBe(name);
	});

	test.each([
		'',
		'kitchen',
		'kitchen:',
		'kitchen:group:x',
		'kitchen:../x',
		'kitchen:Gare',
		'order:short',
		'order:abcdefghijklmnopqrstuv; drop table',
		'driver:',
		'constructor:gare',
		'room:kitchen',
		`kitchen:${'a'.repeat(41)}`
	])('%j is nobody’s feed', (name) => {
		expect(parseFeed(name)).toBeUndefined();
	});
});
