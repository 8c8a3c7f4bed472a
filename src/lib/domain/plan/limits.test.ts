import { describe, expect, test } from 'vitest';
import { ALARM_DEFAULTS } from './alarms.ts';
import { LIMIT_WORDS, rangeWords } from './limit-words.ts';
import {
	alarmLimitsOf,
	changedLimits,
	kindOf,
	LIMIT_GROUPS,
	LIMIT_NAMES,
	realChanges,
	usualOf,
	withChanges,
	type ShopLimits
} from './limits.ts';

const SHOP: ShopLimits = {
	hands: 2,
	ovenPlaces: 6,
	makeMinutes: 2,
	bakeMinutes: 7,
	cutMinutes: 0.5,
	prepMinutes: 15,
	runOrders: 4,
	offerSeconds: 60,
	displaySeconds: 15,
	acceptReminderSeconds: 120,
	acceptEscalateSeconds: 240,
	acceptLapseSeconds: 900,
	startLateMinutes: null,
	alarmMakeMinutes: null,
	alarmBakeMinutes: null,
	ovenLongFactor: null,
	coolingMinutes: null,
	noDriverMinutes: null,
	leaveMinutes: null,
	silentMinutes: null,
	answerShare: null
};

describe('an unset limit', () => {
	test('is the usual one, and the minutes of baking are those of the shop', () => {
		expect(alarmLimitsOf(SHOP, 1000)).toEqual({
			...ALARM_DEFAULTS,
			minuteMs: 1000,
			prepMinutes: 15,
			bakeMinutes: 7
		});
		expect(usualOf('hands', SHOP)).toBeNull();
	});

	test('gives way to what is set, 0 too', () => {
		const set = { ...SHOP, alarmBakeMinutes: 9, noDriverMinutes: 0, answerShare: 0.5 };

		expect(alarmLimitsOf(set, 1000)).toMatchObject({
			bakeMinutes: 9,
			noDriverMinutes: 0,
			answerShare: 0.5,
			leaveMinutes: ALARM_DEFAULTS.leaveMinutes
		});
	});
});

describe('a change', () => {
	test('moves what it names, and leaves the rest', () => {
		const changed = changedLimits(SHOP, {
			hands: { seen: 2, to: 3 },
			leaveMinutes: { seen: null, to: 8 }
		});

		expect(changed).toEqual({ ok: true, value: { ...SHOP, hands: 3, leaveMinutes: 8 } });
	});

	test('is refused when its limit is no longer as it was seen, and only then', () => {
		const now = { ...SHOP, hands: 5 };
		const stale = changedLimits(now, { hands: { seen: 2, to: 3 } });
		const other = changedLimits(now, { ovenPlaces: { seen: 6, to: 8 } });

		expect(stale).toMatchObject({ ok: false, fault: { code: 'limits_changed', now } });
		expect(other).toMatchObject({ ok: true, value: { hands: 5, ovenPlaces: 8 } });
	});

	test.each([
		['the second reminder not after the first', 'acceptEscalateSeconds', 120],
		['the end not after the second reminder', 'acceptLapseSeconds', 240]
	] as const)('is refused with %s', (_, name, to) => {
		const refused = withChanges(SHOP, { [name]: { seen: SHOP[name], to } });

		expect(refused).toMatchObject({
			ok: false,
			fault: { code: 'limits_order', fields: [{ path: `changes.${name}.to` }] }
		});
	});

	test('of the first reminder names the one that is no longer after it', () => {
		const refused = withChanges(SHOP, { acceptReminderSeconds: { seen: 120, to: 300 } });

		expect(refused).toMatchObject({
			fault: { fields: [{ path: 'changes.acceptEscalateSeconds.to' }] }
		});
	});

	test('to the same value is none', () => {
		const changes = { hands: { seen: 2, to: 2 }, leaveMinutes: { seen: null, to: 0.5 } };

		expect(realChanges(SHOP, changes)).toEqual({ leaveMinutes: { seen: null, to: 0.5 } });
	});
});

describe('the table of limits', () => {
	test.each(LIMIT_NAMES)(
		'%s has words, a group, and a range with the usual value in it',
		(name) => {
			const { group, min, max } = kindOf(name);
			const { name: label, does } = LIMIT_WORDS[name];
			const usual = SHOP[name] ?? usualOf(name, SHOP);

			expect(LIMIT_GROUPS).toContain(group);
			for (const text of [label, does]) expect(text.fr).not.toBe(text.en);
			// French sets a space that does not break before these.
			expect(label.fr + does.fr).not.toMatch(/[^\u00a0\u202f][:;!?»]/);
			expect(usual).toBeGreaterThanOrEqual(min);
			expect(usual).toBeLessThanOrEqual(max);
		}
	);

	test('says what may be typed', () => {
		expect(rangeWords('hands').en).toBe('a whole number from 1 to 50');
		expect(rangeWords('startLateMinutes').fr).toBe('un nombre de 0,5 à 60');
		expect(rangeWords('answerShare').fr).toBe('un nombre de 10 à 100\u00a0%');
	});
});
