import { expect, test } from 'vitest';
import { done, faultMessage, FAULTS, refuse } from './faults.ts';

test('a refusal has only the detail and current state that it was given', () => {
	const detail = { fr: 'Au four', en: 'In the oven' };

	expect(refuse('stale_version')).toEqual({ ok: false, fault: { code: 'stale_version' } });
	expect(refuse('stale_version', detail)).toEqual({
		ok: false,
		fault: { code: 'stale_version', detail }
	});
	expect(refuse('stale_version', undefined, null)).toEqual({
		ok: false,
		fault: { code: 'stale_version', now: null }
	});
	expect(done(0)).toEqual({ ok: true, value: 0 });
});

test('its message is the general sentence, then the detail', () => {
	const fault = { code: 'stale_version', detail: { fr: 'Au four', en: 'In the oven' } } as const;

	expect(faultMessage(fault, 'en')).toBe(`${FAULTS.stale_version.message.en} In the oven`);
	expect(faultMessage({ code: 'too_many' }, 'fr')).toBe(FAULTS.too_many.message.fr);
});
