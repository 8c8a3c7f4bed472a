import { expect, test } from 'vitest';
import { demoMenu } from '../../../../db/demo/menu/index.ts';
import { OPENING_CHECKS, openingChecks, type OpeningFacts } from './opening-checks.ts';

const READY: OpeningFacts = {
	...{ hours: [{}], point: { lat: 43.8, lng: 4.3 }, radiusM: 3000 },
	...{
		others: [{ lat: 43.8, lng: 4.4 }],
		products: demoMenu.products,
		makeable: { margherita: 1 }
	},
	...{ cooks: 1, hasCompany: true, hasSeenScreen: true }
};

const missing = (over: Partial<OpeningFacts>) =>
	openingChecks({ ...READY, ...over }).flatMap(({ check, isDone }) => (isDone ? [] : [check]));

test('a shop that has everything lacks nothing', () => {
	expect(missing({})).toEqual([]);
	expect(openingChecks(READY).map(({ check }) => check)).toEqual([...OPENING_CHECKS]);
});

test.each([
	['hours', { hours: [] }],
	['zone', { radiusM: 0 }],
	['zone', { others: [READY.point] }],
	['stock', { makeable: { margherita: 0 } }],
	['stock', { makeable: { 'not-on-the-menu': 5 } }],
	['cook', { cooks: 0 }],
	['company', { hasCompany: false }],
	['screen', { hasSeenScreen: false }]
] as const)('%s alone is missing with %j', (check, over) => {
	expect(missing(over)).toEqual([check]);
});

test('an empty menu has nothing to make either', () => {
	expect(missing({ products: [] })).toEqual(['menu', 'stock']);
});
