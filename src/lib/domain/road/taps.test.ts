import { expect, test } from 'vitest';
import { afterTaps, judgeAnswer, nextToSend, tapTime, type Tap } from './taps.ts';

const AT = '2026-03-06T20:14:00.000Z';

const aTap = (over: Partial<Tap> = {}): Tap => ({
	id: 1,
	key: 'key-00000001',
	driver: 'karim',
	order: 'a',
	number: 41,
	run: 'run-1',
	action: 'arrive',
	to: 'at_door',
	at: AT,
	...over
});

const aStop = (over: object = {}) => ({
	id: 'a',
	run: 'run-1',
	status: 'out' as const,
	version: 7,
	stageAt: '2026-03-06T20:00:00.000Z',
	...over
});

const deliver = (over: Partial<Tap> = {}) =>
	aTap({ id: 2, action: 'deliver', to: 'delivered', paymentKind: 'cash', ...over });

test('a stop shows the result of the queued taps, other stops stay unchanged', () => {
	const stops = [aStop(), aStop({ id: 'b' })];

	expect(afterTaps(stops, [aTap()])).toEqual([
		{ ...aStop(), status: 'at_door', stageAt: AT },
		aStop({ id: 'b' })
	]);
	expect(afterTaps(stops, [aTap(), deliver()])).toEqual([aStop({ id: 'b' })]);
});

test('an order that was returned is removed from the stops', () => {
	const back = aTap({ action: 'return', to: 'boxed' });

	expect(afterTaps([aStop({ status: 'failed' })], [back])).toEqual([]);
});

test('a tap has no effect once it is refused, confirmed, or of another run', () => {
	for (const over of [{ refused: { why: 'no' } }, { version: 7 }, { run: 'run-2' }])
		expect(afterTaps([aStop()], [aTap(over)])).toEqual([aStop()]);
	expect(afterTaps([aStop()], [aTap({ version: 8 })])[0]?.status).toBe('at_door');
});

test('a tap that the stage does not allow changes nothing', () => {
	expect(afterTaps([aStop({ status: 'boxed' })], [deliver()])).toEqual([
		aStop({ status: 'boxed' })
	]);
});

test('taps are sent one after another, and none after a refused one of its order', () => {
	const other = aTap({ id: 3, order: 'b' });

	expect(nextToSend([aTap(), deliver(), other])?.id).toBe(1);
	expect(nextToSend([aTap({ version: 8 }), deliver(), other])?.id).toBe(2);
	expect(nextToSend([aTap({ refused: { why: 'cancelled' } }), deliver(), other])?.id).toBe(3);
	expect(nextToSend([])).toBeUndefined();
});

test.each([
	[200, '', undefined, 'applied'],
	[0, 'network', undefined, 'later'],
	[401, 'unauthenticated', undefined, 'later'],
	[429, 'too_many', undefined, 'later'],
	[503, 'unavailable', undefined, 'later'],
	[409, 'other_driver', undefined, 'later'],
	[409, 'illegal_transition', 'at_door', 'already'],
	[409, 'illegal_transition', 'cancelled', 'refused'],
	[409, 'not_in_run', 'out', 'refused'],
	[404, 'not_found', undefined, 'refused']
] as const)('an answer %i %s with the order at %s is %s', (status, code, now, verdict) => {
	const answer =
		status === 200
			? ({ ok: true } as const)
			: ({ ok: false, status, error: { code, now: now && { status: now } } } as const);

	expect(judgeAnswer({ to: 'at_door' }, answer)).toBe(verdict);
});

test('taps keep their order when the phone’s clock goes back', () => {
	const now = Date.parse(AT);

	expect(tapTime(now, [])).toBe(AT);
	expect(tapTime(now - 60_000, [{ at: AT }])).toBe('2026-03-06T20:14:00.001Z');
});
