import { expect, test } from 'vitest';
import { soldOutIn } from './basket.ts';
import { partsOf } from './look.ts';
import { own } from './own.ts';

const INHERITED = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__'];

test("finds only the record's own keys", () => {
	expect(own({ reine: 1 }, 'reine')).toBe(1);
	for (const key of INHERITED) expect(own({ reine: 1 }, key)).toBeUndefined();
});

test.each(INHERITED)('a product, extra or half called %s is unknown', (id) => {
	const line = { product: id, halves: [], options: [{ id, kind: 'added' as const }] };
	const known = { looks: { reine: { base: 'oil' as const, layers: [] } }, extras: {}, photos: {} };

	expect(partsOf(line, known)).toEqual([]);
	expect(partsOf({ ...line, product: 'reine' }, known)).toEqual([
		{ id: 'reine', look: { base: 'oil', layers: [] } }
	]);
	expect(soldOutIn({ product: id }, { reine: 3 })).toEqual([id]);
});
