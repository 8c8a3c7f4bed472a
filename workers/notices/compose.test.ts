import { describe, expect, test } from 'vitest';
import type { NoticeSubject } from '../../db/notices.ts';
import { NOTICE_STAGES } from '../catalog.ts';
import { compose, letterOf } from './compose.ts';

const subject: NoticeSubject = {
	order: '0d0b6f3c-3f9e-4a33-9c50-0d2f5c3f7a11',
	shop: 'gare',
	shopName: 'OC Pizza Gare',
	zone: 'Europe/Paris',
	number: 42,
	status: 'placed',
	fulfilment: 'delivery',
	language: 'fr',
	customerName: 'Camille Durand',
	email: 'camille@client.example',
	promisedAt: new Date('2026-11-21T19:05:00Z'),
	wantedAt: null,
	totalMinor: 2390,
	currency: 'EUR',
	reason: null
};
const NOW = Date.parse('2026-11-21T18:30:00Z');
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('compose', () => {
	test('tells the promise in the shop’s own time', () => {
		const { subject: title, text } = compose(subject, 'placed', NOW);

		expect(title).toBe('OC Pizza Gare n° 42 : nous avons votre commande');
		expect(plain(text)).toContain('chez vous vers 20:05, 23,90 € à régler');
	});

	test('names the day once it is another one at the shop, and always for an order ahead', () => {
		const past = { ...subject, promisedAt: new Date('2026-11-21T23:20:00Z') };
		const ahead = { ...subject, wantedAt: subject.promisedAt };

		expect(plain(compose(past, 'accepted', NOW).text)).toContain(
			'Prévue chez vous dimanche 22 novembre vers 00:20.'
		);
		expect(compose({ ...past, language: 'en' }, 'accepted', NOW).text).toContain(
			'Expected at your door on Sunday 22 November at about 00:20.'
		);
		expect(plain(compose(ahead, 'placed', NOW).text)).toContain('samedi 21 novembre vers 20:05,');
		expect(plain(compose(past, 'out', NOW).text)).toContain('dimanche 22 novembre à 00:20.');
	});

	test('speaks the customer’s language', () => {
		const { text } = compose(
			{ ...subject, language: 'en', fulfilment: 'collection' },
			'accepted',
			NOW
		);

		expect(text).toContain('Hello Camille Durand');
		expect(text).toContain('at the counter at about 20:05');
	});

	test('gives the reason of an end, and of nothing else', () => {
		const reason = 'Plus de pâte ce soir.';

		expect(compose({ ...subject, reason }, 'refused', NOW).text).toContain(reason);
		expect(compose({ ...subject, reason }, 'delivered', NOW).text).not.toContain(reason);
	});

	test.each(NOTICE_STAGES)('names shop and number and no address at %s', (stage) => {
		for (const language of ['fr', 'en'] as const) {
			const { text, subject: title } = compose({ ...subject, language }, stage, NOW);

			expect(text).toContain('OC Pizza Gare');
			expect(title).toContain('42');
			expect(`${title}${text}`).not.toMatch(/@|track|undefined|null/);
		}
	});

	test('puts the link into the letter only', () => {
		const letter = letterOf(compose(subject, 'out', NOW), 'https://pizza.example/track/abc', 'fr');

		expect(letter).toContain('\nhttps://pizza.example/track/abc\n');
	});
});
