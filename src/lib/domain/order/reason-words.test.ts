import { expect, test } from 'vitest';
import { reasonText } from './reason-words.ts';

test('a code is read in the language of its reader, and typed words as they are', () => {
	expect(reasonText('driver_unwell', 'fr')).toBe('Livreur indisponible');
	expect(reasonText('driver_unwell', 'en')).toBe('Driver unavailable');
	expect(reasonText('Pneu crevé', 'en')).toBe('Pneu crevé');
});
