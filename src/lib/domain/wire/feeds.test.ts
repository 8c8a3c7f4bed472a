import { describe, expect, test } from 'vitest';
import { feedName, parseFeed, RESERVED_SHOP_IDS } from './feeds.ts';

describe('feed names', () => {
	test.each([
		'kitchen:gare',
		'manage:gare',
		'manage:group',
		'driver:livreur1-gare',
		'order:abcdefghijklmnopqrstuv',
		'counter-board:gare'
	])('%s is parsed and formatted back', (name) => {
		const feed = parseFeed(name);

		expect(feed && feedName(feed)).toBe(name);
	});

	test.each([
		'',
		'kitchen',
		'kitchen:',
		':gare',
		'gare',
		'counter-board:group:',
		'other:group',
		'kitchen:group:x',
		'kitchen:../x',
		'kitchen:Gare',
		'order:short',
		'order:abcdefghijklmnopqrstuv; drop table',
		'driver:',
		'constructor:gare',
		'room:kitchen',
		`kitchen:${'a'.repeat(41)}`
	])('%j is no feed', (name) => {
		expect(parseFeed(name)).toBeUndefined();
	});
});

test('the group is a feed for managers only', () => {
	expect(parseFeed('manage:group')).toEqual({ kind: 'group' });
	expect(parseFeed('kitchen:group')).toEqual({ kind: 'kitchen', shop: 'group' });
	expect(parseFeed('manage:gare')).toEqual({ kind: 'manage', shop: 'gare' });
});

test('a shop id must not equal the path of another page', async () => {
	const { readdirSync } = await import('node:fs');
	const routes = (folder: string) =>
		readdirSync(new URL(`../../../routes/${folder}`, import.meta.url));
	const pages = ['', '(customer)', '(staff)']
		.flatMap(routes)
		.filter((name) => /^[a-z-]+$/.test(name) && !name.includes('.'));

	expect(pages.length).toBeGreaterThan(3);
	expect(pages.filter((name) => !RESERVED_SHOP_IDS.includes(name))).toEqual([]);
});
