import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINUTE } from './hours.ts';
import { distanceM, expectedMinutes, quote, travelMinutes } from './quote.ts';

const basis = { prepMinutes: 15, speedKmh: 18, queue: 0 };

describe('a quote', () => {
	test('is never in the past and promises its own end', () => {
		fc.assert(
			fc.property(fc.nat(200), fc.nat(10_000), (queue, metres) => {
				const told = quote(0, { ...basis, queue }, 'delivery', metres);
				expect(told.from).toBeGreaterThanOrEqual(basis.prepMinutes * MINUTE);
				expect(told.to).toBeGreaterThanOrEqual(told.from + 5 * MINUTE);
				expect(told.promise).toBe(told.to);
			})
		);
	});

	test('grows with the queue and with the way', () => {
		const short = expectedMinutes(basis, 'delivery', 500);

		expect(expectedMinutes({ ...basis, queue: 10 }, 'delivery', 500)).toBeGreaterThan(short);
		expect(expectedMinutes(basis, 'delivery', 3000)).toBeGreaterThan(short);
	});

	test('has no road for a collection', () => {
		expect(expectedMinutes(basis, 'collection', 99_999)).toBe(15);
	});
});

test('a kilometre by scooter takes some four minutes and the handover', () => {
	expect(travelMinutes(1000, 18)).toBeCloseTo(1.3 / 0.3 + 3, 5);
});

test('distance agrees with a known pair: Montpellier to Nîmes', () => {
	const km = distanceM({ lat: 43.6108, lng: 3.8767 }, { lat: 43.8367, lng: 4.3601 }) / 1000;

	expect(km).toBeGreaterThan(45);
	expect(km).toBeLessThan(47);
});
