import { describe, expect, test } from 'vitest';
import type { NoticeSubject } from '../../db/tables/notices.ts';
import { NOTICE_STAGES } from '../../db/plumbing/jobs.ts';
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
	paymentStatus: 'due',
	currency: 'EUR',
	reason: null,
	reasonVersion: null
};
const NOW = Date.parse('2026-11-21T18:30:00Z');
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('compose', () => {
	test('tells the promise in the shop’s own time', () => {
		const { subject: title, text } = compose(subject, 'placed', NOW);

		expect(plain(title)).toBe('OC Pizza Gare n° 42 : nous avons reçu votre commande');
		expect(plain(text)).toContain('chez vous vers 20:05, 23,90 € à régler');
	});

	test('never asks for money that was paid, and says that it goes back', () => {
		const paid: NoticeSubject = { ...subject, paymentStatus: 'authorised' };

		expect(plain(compose(paid, 'placed', NOW).text)).toContain('ne seront débités que si');
		for (const stage of ['placed', 'boxed', 'out'] as const)
			expect(compose(paid, stage, NOW).text).not.toMatch(/à régler|À régler/);
		for (const stage of ['cancelled', 'refused'] as const) {
			const released: NoticeSubject = { ...paid, paymentStatus: 'released', language: 'en' };
			expect(compose(released, stage, NOW).text).toContain('goes back to you');
			expect(compose(subject, stage, NOW).text).toContain('Rien ne vous sera demandé.');
		}
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

		expect(text).toContain('Hello {name},');
		expect(text).toContain('at the counter at about 20:05');
	});

	test('has a place for the reason of an end, and of nothing else', () => {
		const reason = 'Plus de pâte ce soir.';

		expect(compose({ ...subject, reason }, 'refused', NOW).text).toContain('{reason}');
		expect(compose({ ...subject, reason }, 'delivered', NOW).text).not.toContain('{reason}');
		expect(compose(subject, 'refused', NOW).text).not.toContain('{reason}');
	});

	test.each(NOTICE_STAGES)('keeps no word of the customer at %s; the letter has them', (stage) => {
		const told = { ...subject, reason: 'Plus de pâte ce soir.' };

		const notice = compose(told, stage, NOW);

		expect(JSON.stringify(notice)).not.toMatch(/Camille|pâte/);
		expect(letterOf(notice, told, 'https://pizza.example/track/abc')).toMatch(
			/^Bonjour Camille Durand,/
		);
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
		const letter = letterOf(
			compose(subject, 'out', NOW),
			subject,
			'https://pizza.example/track/abc'
		);

		expect(letter).toContain('\nhttps://pizza.example/track/abc\n');
	});
});

describe('each stage, whole, in both languages', () => {
	const body = (stage: (typeof NOTICE_STAGES)[number], language: 'fr' | 'en', over = {}) => {
		const order = { ...subject, reason: 'Four en panne.', ...over, language };
		const letter = letterOf(compose(order, stage, NOW), order, 'link');
		// The last one is the invitation with the link.
		return plain(letter).split('\n\n').slice(0, -1);
	};

	test.each([
		[
			'placed',
			'nous avons reçu votre commande',
			'Prévue chez vous vers 20:05, 23,90 € à régler sur place. La pizzeria doit encore l’accepter.'
		],
		['accepted', 'la pizzeria a accepté votre commande', 'Prévue chez vous vers 20:05.'],
		['boxed', 'votre commande est prête', 'Elle vous attend au comptoir, 23,90 € à régler.'],
		[
			'out',
			'votre commande est en route',
			'Elle était promise pour 20:05. À régler à la porte : 23,90 €.'
		],
		['delivered', 'votre commande est livrée', 'Bon appétit !'],
		['cancelled', 'votre commande est annulée', 'Four en panne.', 'Rien ne vous sera demandé.'],
		[
			'refused',
			'la pizzeria ne peut pas la préparer',
			'Four en panne.',
			'Rien ne vous sera demandé.'
		],
		['failed', 'nous n’avons pas pu vous la remettre', 'Four en panne.']
	] as const)('%s in French', (stage, headline, ...rest) => {
		expect(body(stage, 'fr')).toEqual([
			'Bonjour Camille Durand,',
			`OC Pizza Gare, commande n° 42 : ${headline}.`,
			...rest
		]);
	});

	test.each([
		[
			'placed',
			'we have received your order',
			'Expected at the counter at about 20:05, €23.90 to pay then. The pizzeria still has to accept it.'
		],
		['accepted', 'the pizzeria accepted your order', 'Expected at the counter at about 20:05.'],
		['boxed', 'your order is ready', 'It is waiting for you at the counter, €23.90 to pay.'],
		['out', 'your order is on the way', 'It was promised for 20:05. To pay at the door: €23.90.'],
		['delivered', 'your order was delivered', 'Enjoy your meal!'],
		['cancelled', 'your order was cancelled', 'Four en panne.', 'There is nothing to pay.'],
		['refused', 'the pizzeria cannot make it', 'Four en panne.', 'There is nothing to pay.'],
		['failed', 'we could not hand it over to you', 'Four en panne.']
	] as const)('%s in English', (stage, headline, ...rest) => {
		expect(body(stage, 'en', { fulfilment: 'collection' })).toEqual([
			'Hello Camille Durand,',
			`OC Pizza Gare, order no. 42: ${headline}.`,
			...rest
		]);
	});

	test('the letter invites to follow the order, in the same language', () => {
		const notice = { subject: 's', text: 't' };

		const letter = (language: 'fr' | 'en') => letterOf(notice, { ...subject, language }, 'link');

		expect(plain(letter('fr'))).toBe('t\n\nSuivre la commande minute par minute :\nlink\n');
		expect(letter('en')).toBe('t\n\nFollow it minute by minute:\nlink\n');
	});
});
