import { expect, test } from 'vitest';
import type { PizzaPart } from '#domain/menu/look.ts';
import { pizzaPath, readParts } from './path.ts';

const reine: PizzaPart = {
	id: 'reine',
	look: { base: 'tomato', layers: ['ham:4', 'black-olives:2'] }
};
const calzone: PizzaPart = { id: 'calzone', look: { base: 'tomato', folded: true, layers: [] } };

const back = (path: string) => readParts(path.replace('/pizza/', '').replace('.svg', ''));

test('an address says all that is in the picture', () => {
	expect(pizzaPath([reine])).toBe('/pizza/reine.tomato.ham:4.black-olives:2.svg');
	for (const parts of [[reine], [calzone], [reine, calzone]])
		expect(back(pizzaPath(parts))).toEqual(parts);
});

test.each([
	'',
	'reine',
	'reine.mud.ham:4',
	'reine.tomato.ham:9',
	'reine.tomato.ham',
	'reine.tomato.<script>:1',
	'r"e.tomato',
	'a.tomato~b.tomato~c.tomato',
	`a.tomato${'.ham:1'.repeat(25)}`
])('%s is no picture of ours', (text) => {
	expect(readParts(text)).toBeUndefined();
});
