import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_KNOBS } from '../plan/kitchen/capacity.ts';
import { anOpenOrder, aShop } from '../plan/kitchen/kitchen-samples.ts';
import { HOUR, instantOf, MINUTE, openingState, type OpeningHours } from './hours.ts';
import {
	checkSlot,
	HORIZON,
	nextStart,
	SLOT,
	slotBasis,
	slotQuote,
	slotsOf,
	type SlotBasis
} from './slots.ts';

const zone = 'Europe/Paris';
const evening: OpeningHours[] = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
	weekday,
	opens: '18:00',
	closes: '01:00'
}));
const morning = evening.map((rule) => ({ ...rule, opens: '06:00', closes: '12:00' }));
const at = (hour: number, minute = 0, day = 21) =>
	instantOf({ year: 2026, month: 11, day, hour, minute }, zone);

function basisAt(now: number, over: Partial<SlotBasis> = {}): SlotBasis {
	return { now, zone, hours: evening, soonest: now + 40 * MINUTE, work: 25 * MINUTE, ...over };
}

describe('the slots of a shop', () => {
	test('begin with the first quarter hour that can be promised, and end at closing', () => {
		const slots = slotsOf(basisAt(at(19, 7)));

		expect(slots[0]).toBe(at(20, 0));
		expect(slots.at(-1)).toBe(at(1, 0, 22));
		expect(slots).toHaveLength(21);
	});

	test('begin, before opening, when the kitchen can be ready', () => {
		const slots = slotsOf(basisAt(at(15)));

		expect(slots[0]).toBe(at(18, 30));
	});

	test('are never in the past or too soon, and every one can be promised', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 30 * 24 * 60 }), fc.nat(180), (minute, lead) => {
				const now = at(0, 0, 1) + minute * MINUTE;
				const basis = basisAt(now, { soonest: now + lead * MINUTE });
				const slots = slotsOf(basis);
				for (const slot of [...slots.slice(0, 1), ...slots.slice(-1)]) {
					expect(slot).toBeGreaterThanOrEqual(basis.soonest);
					expect(slot).toBeLessThanOrEqual((nextStart(basis) ?? now) + HORIZON);
					expect(openingState(slot - 1, { zone, hours: evening }).open).toBe(true);
					expect(openingState(slot - basis.work, { zone, hours: evening }).open).toBe(true);
					expect(checkSlot(basis, slot)).toEqual({ ok: true, value: slotQuote(slot) });
				}
			}),
			{ numRuns: 40 }
		);
	});

	test('continue through the night in which the clock changes', () => {
		const now = Date.parse('2026-10-24T23:00:00Z');
		const hours = evening.map((rule) => ({ ...rule, opens: '00:00', closes: '24:00' }));
		const slots = slotsOf(basisAt(now, { hours }));

		expect(slots).toHaveLength((HORIZON - 45 * MINUTE) / SLOT + 1);
		expect(new Set(slots).size).toBe(slots.length);
	});

	test.each([
		['back', '2026-10-24T16:00:00Z', '2026-10-25T03:00:00Z', 42],
		['forward', '2026-03-28T17:00:00Z', '2026-03-29T02:00:00Z', 34]
	])('of a night from 18:00 to 04:00 in which the clock goes %s', (_, from, to, count) => {
		const hours = evening.map((rule) => ({ ...rule, closes: '04:00' }));
		const slots = slotsOf(basisAt(Date.parse(from), { hours }));

		expect(slots.map((slot) => new Date(slot).toISOString())).toEqual(
			Array.from({ length: count }, (_, i) =>
				new Date(Date.parse(from) + 45 * MINUTE + i * SLOT).toISOString()
			)
		);
		expect(slots.at(-1)).toBe(Date.parse(to));
		for (const slot of slots)
			expect(checkSlot(basisAt(Date.parse(from), { hours }), slot).ok).toBe(true);
	});

	test('depend on the promise of the basket now, and on its preparation', () => {
		const open = Array.from({ length: 10 }, (_, i) => anOpenOrder(`open-${i}`, 2, { now: at(19) }));
		const shop = { ...aShop({ open }), zone, hours: evening };
		const one = [{ count: 1 }];
		const basis = slotBasis(at(19), shop, one, { fulfilment: 'collection', straightM: 0 });

		expect(basis).toMatchObject({ now: at(19), zone, hours: evening, work: 15 * MINUTE });
		expect(basis.soonest).toBe(at(19, 44));
		const far = slotBasis(at(19), shop, one, { fulfilment: 'delivery', straightM: 1000 });
		expect(far.work / MINUTE).toBeCloseTo(15 + 1.3 / 0.3 + 3, 5);
		const large = slotBasis(at(19), shop, [{ count: 39 }], {
			fulfilment: 'collection',
			straightM: 0
		});
		expect(large.work).toBeGreaterThan(45 * MINUTE);
	});

	test('leave out those that the kitchen cannot keep, and a refusal names the next', () => {
		const basis = basisAt(at(19, 7), { canKeep: (wanted) => wanted >= at(20, 45) });

		expect(slotsOf(basis)[0]).toBe(at(20, 45));
		expect(checkSlot(basis, at(20, 15))).toMatchObject({
			ok: false,
			fault: {
				code: 'bad_time',
				detail: {
					fr: 'La cuisine est complète à cette heure-là. Le suivant\u00a0: 20:45.',
					en: 'The kitchen is full at that time. The next one is 20:45.'
				}
			}
		});
		const never = checkSlot(basisAt(at(19, 7), { canKeep: () => false }), at(20, 15));
		expect(never).toMatchObject({
			fault: { detail: { en: 'The kitchen is full at that time.' } }
		});
	});

	test('begin after a pause', () => {
		const knobs = { ...NO_KNOBS, pausedUntil: at(21) };
		const shop = { ...aShop({ knobs }), zone, hours: evening };
		const way = { fulfilment: 'collection' as const, straightM: 0 };

		expect(slotsOf(slotBasis(at(19), shop, [{ count: 1 }], way))[0]).toBe(at(21, 15));
	});

	test('are none on a holiday', () => {
		const holidays = [
			{ ...{ from: '2000-01-01', to: '2099-12-31', hours: [], reason: { fr: '', en: '' } } }
		];
		expect(slotsOf(basisAt(at(19)))).not.toEqual([]);
		expect(slotsOf(basisAt(at(19), { holidays }))).toEqual([]);
		expect(checkSlot(basisAt(at(19), { holidays }), at(20)).ok).toBe(false);
	});

	test('end at closing, and at most twelve hours ahead', () => {
		const always = evening.map((rule) => ({ ...rule, opens: '00:00', closes: '24:00' }));

		expect(slotsOf(basisAt(at(1, 0, 22)))[0]).toBe(at(18, 30, 22));
		const basis = basisAt(at(12), { hours: always });
		expect(slotsOf(basis).at(-1)).toBe(at(0, 0, 22));
		expect(checkSlot(basis, at(0, 0, 22)).ok).toBe(true);
		expect(checkSlot(basis, at(0, 15, 22)).ok).toBe(false);
	});

	test('are empty where the shop never opens', () => {
		expect(slotsOf(basisAt(at(19), { hours: [] }))).toEqual([]);
	});
});

describe('a wanted time', () => {
	const basis = basisAt(at(19, 7));
	const said = (wanted: number) => {
		const checked = checkSlot(basis, wanted);
		return checked.ok ? null : [checked.fault.code, checked.fault.detail?.fr];
	};

	test('is refused with a message: too soon, not a quarter hour, closed, too far ahead', () => {
		expect(said(at(19, 15))).toEqual(['bad_time', 'C’est trop tôt\u00a0: au plus tôt 20:00.']);
		expect(said(at(20, 7))?.[1]).toContain('quart d’heure');
		expect(said(at(1, 15, 22))?.[1]).toContain('pas ouverte');
		expect(said(at(20, 0, 23))?.[1]).toContain('trop loin');
		expect(said(at(18, 0) - 24 * HOUR)?.[1]).toContain('trop tôt');
		for (const wanted of [at(20, 7), at(1, 15, 22), at(20, 0, 23)])
			expect(said(wanted)?.[0]).toBe('bad_time');
	});

	test('that is too early is answered with the earliest time, as screens write it', () => {
		const early = checkSlot(basisAt(at(6), { hours: morning, soonest: at(8, 5) }), at(8));

		expect(early).toMatchObject({
			ok: false,
			fault: {
				detail: {
					fr: 'C’est trop tôt\u00a0: au plus tôt 08:15.',
					en: 'That is too soon: 08:15 at the earliest.'
				}
			}
		});
	});

	test('is refused as closed where no slot is left', () => {
		const shut = checkSlot(basisAt(at(19), { hours: [] }), at(19));

		expect(shut).toMatchObject({ fault: { detail: { en: expect.stringContaining('not open') } } });
	});

	test('may be the first minute after the preparation time, not before', () => {
		const noon = { ...basisAt(at(17)), soonest: at(17), work: 30 * MINUTE };

		expect(checkSlot(noon, at(18, 30)).ok).toBe(true);
		expect(checkSlot(noon, at(18, 15))).toMatchObject({ fault: { code: 'bad_time' } });
	});

	test('is promised for its end', () => {
		expect(slotQuote(at(20))).toEqual({ from: at(19, 45), to: at(20), promise: at(20) });
	});
});
