import { expect, test } from 'vitest';
import { wantedOf } from './erase-plan.ts';

test.each([
	[['06 39 98 12 34'], { by: 'phone', phone: '639981234' }],
	[['06', '39', '98', '12', '34'], { by: 'phone', phone: '639981234' }],
	[['+33639981234'], { by: 'phone', phone: '639981234' }],
	[['Zoe@Client.example'], { by: 'email', email: 'Zoe@Client.example' }],
	[['gare', '42'], { by: 'order', shop: 'gare', number: 42, day: undefined }],
	[['gare', '42', '2026-11-23'], { by: 'order', shop: 'gare', number: 42, day: '2026-11-23' }]
])('%j means one person', (words, wanted) => {
	expect(wantedOf(words)).toEqual(wanted);
});

test.each([
	[[], /Say which customer/],
	[['42'], /name its shop first: npm run erase -- gare 42/],
	[['gare'], /Say which customer/],
	[['gare', 'x'], /Say which customer/],
	[['gare', '42', '23/11'], /23\/11 is no day/],
	[['gare', '42', '2026-13-41'], /is no day/],
	[['gare', '42', '2026-11-23', 'x'], /Say which customer/],
	[['Zoé Canari'], /Say which customer/],
	[['zoe@client'], /zoe@client is no e-mail address/]
])('%j is refused in words', (words, said) => {
	expect(() => wantedOf(words)).toThrow(said);
});
