import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { usualOf, type ShopLimits } from '#domain/plan/limits.ts';
import { overwriteGetLocale } from '$lib/paraglide/runtime.js';
import { shownValue, typedValue, unitWord, withUnit } from './limit-text.ts';
import { LimitsForm } from './limits-form.svelte.ts';

const LIMITS: ShopLimits = {
	...{ hands: 2, ovenPlaces: 6, makeMinutes: 2, bakeMinutes: 5, cutMinutes: 0.5, prepMinutes: 15 },
	...{ runOrders: 4, offerSeconds: 60, displaySeconds: 15 },
	...{ acceptReminderSeconds: 120, acceptEscalateSeconds: 240, acceptLapseSeconds: 900 },
	...{ startLateMinutes: null, alarmMakeMinutes: null, alarmBakeMinutes: null },
	...{ ovenLongFactor: null, coolingMinutes: null, noDriverMinutes: null, leaveMinutes: null },
	silentMinutes: null,
	answerShare: 0.55
};

let sent: { path: string; body: unknown }[];
let answer: () => Response;

beforeEach(() => {
	vi.useFakeTimers();
	overwriteGetLocale(() => 'fr');
	sent = [];
	vi.stubGlobal('fetch', async (path: string, request: RequestInit) => {
		sent.push({ path, body: JSON.parse(request.body as string) });
		return answer();
	});
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

const aForm = () => new LimitsForm('gare', LIMITS);
const refused = (status: number, error: object) => () => Response.json({ error }, { status });
const settle = () => vi.advanceTimersByTimeAsync(300);

test('a value is shown and typed with a comma in French, and a share in per cent', () => {
	expect(shownValue('cutMinutes', 0.5)).toBe('0,5');
	expect(shownValue('answerShare', 0.55)).toBe('55');
	expect(shownValue('leaveMinutes', null)).toBe('');
	expect(typedValue('cutMinutes', ' 0,75 ')).toBe(0.75);
	expect(typedValue('answerShare', '29')).toBe(0.29);
	expect(typedValue('leaveMinutes', '')).toBeNull();
	expect(typedValue('hands', '')).toBe('');
	expect(typedValue('hands', 'deux')).toBe('deux');
	expect([withUnit('answerShare', 0.5), withUnit('hands', 2)]).toEqual(['50\u00a0%', '2']);
	expect([unitWord('leaveMinutes'), unitWord('hands')]).toEqual(['min', '']);
	expect(usualOf('alarmBakeMinutes', LIMITS)).toBe(5);
});

test('sends what is typed over, with what was seen, and nothing before', async () => {
	const form = aForm();
	expect(form.body).toBeUndefined();
	expect(await form.save()).toBeUndefined();
	expect(sent).toEqual([]);

	form.typed.hands = '3';
	form.typed.cutMinutes = '0,50';
	form.typed.answerShare = '';
	answer = () =>
		Response.json({ limits: { ...LIMITS, hands: 3, answerShare: null }, changes: [], zone: 'UTC' });
	expect(await form.save()).toMatchObject({ limits: { hands: 3 } });

	expect(sent).toEqual([
		{
			path: '/api/shops/gare/limits',
			body: { changes: { hands: { seen: 2, to: 3 }, answerShare: { seen: 0.55, to: null } } }
		}
	]);
	expect([form.isSaved, form.body, form.limits.hands]).toEqual([true, undefined, 3]);
});

test('after a conflict keeps what is typed, takes what others have set, and says which is which', async () => {
	const form = aForm();
	form.typed.hands = '3';
	form.typed.leaveMinutes = '8';
	answer = refused(409, {
		code: 'limits_changed',
		message: 'Changed',
		now: { ...LIMITS, hands: 5, ovenPlaces: 8 }
	});
	expect(await form.save()).toBeUndefined();

	expect(form.typed).toMatchObject({ hands: '3', leaveMinutes: '8', ovenPlaces: '8' });
	expect([form.isOvertaken('hands'), form.isOvertaken('leaveMinutes')]).toEqual([true, false]);
	expect(form.fault).toBe('Changed');
	expect(form.body).toEqual({
		changes: { hands: { seen: 5, to: 3 }, leaveMinutes: { seen: null, to: 8 } }
	});
	form.reset();
	expect([form.body, form.typed.hands, form.fault]).toEqual([undefined, '5', undefined]);
});

test('the effect is asked for once typing has ended, and a wrong value is named at its field', async () => {
	const form = aForm();
	form.typed.hands = '5';
	form.look(form.body);
	form.typed.hands = '500';
	form.look(form.body);
	const fields = [{ path: 'changes.hands.to', message: 'Too many' }];
	answer = refused(400, { code: 'invalid', message: 'Too many', fields });
	await settle();

	expect(sent.map(({ body }) => body)).toEqual([{ changes: { hands: { seen: 2, to: 500 } } }]);
	expect([form.errorOf('hands'), form.preview, form.isPreviewLost]).toEqual([
		'Too many',
		null,
		false
	]);
	expect([form.hasErrors, form.fault]).toEqual([true, undefined]);
});

test('an effect that could not be computed says so, and a later one replaces it', async () => {
	const form = aForm();
	form.typed.hands = '3';
	answer = refused(503, { code: 'unavailable', message: 'Later' });
	form.look(form.body);
	await settle();
	expect([form.isPreviewLost, form.preview]).toEqual([true, null]);

	answer = () => Response.json({ raised: [], ended: [] });
	form.look(form.body);
	await settle();
	expect([form.isPreviewLost, form.preview]).toEqual([false, { raised: [], ended: [] }]);
});
