import { request } from '@playwright/test';
import { DEMO_PASSWORD } from '../../db/demo/staff.ts';
import { signIn } from '../support/pages/pages.ts';
import { expect, SIGN_INS, test, type House } from './house.ts';

/** Ways to write `//evil.example`, which a browser takes for another host. */
const ELSEWHERE = [
	'//evil.example/x',
	'/.//evil.example/x',
	'/x/..//evil.example/x',
	'/%2e//evil.example/x',
	'/.\\/evil.example/x',
	'/\\evil.example/x',
	'/\t/evil.example/x',
	'/.\t//evil.example/x'
];

const postsForms = (house: House) =>
	request.newContext({
		baseURL: house.url,
		extraHTTPHeaders: { origin: house.url, accept: 'text/html' }
	});

test('signing in leads to no other site', async ({ people, house }) => {
	for (const next of ['/.//evil.example/x', '/%2e//evil.example/x']) {
		const page = await people.comes('anybody');
		const elsewhere: string[] = [];
		await page.route('**://evil.example/**', (route) => {
			elsewhere.push(route.request().url());
			return route.fulfill({ body: 'phish' });
		});
		await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
		await signIn(page, SIGN_INS.cook, DEMO_PASSWORD);

		expect(page.url(), next).toBe(`${house.url}/kitchen/gare`);
		expect(elsewhere, next).toEqual([]);
	}
});

test('signing in without scripts leads to no other site', async ({ house }) => {
	const http = await postsForms(house);
	const form = { email: SIGN_INS.cook, password: DEMO_PASSWORD };
	const leadsTo = async (next: string) => {
		const path = `/sign-in?next=${encodeURIComponent(next)}`;
		const answer = await http.post(path, { form, maxRedirects: 0 });
		return [answer.status(), answer.headers().location];
	};

	for (const next of ELSEWHERE) expect(await leadsTo(next), next).toEqual([303, '/sign-in?home']);
	expect(await leadsTo('/kitchen/gare?view=age')).toEqual([303, '/kitchen/gare?view=age']);
	await http.dispose();
});

test('choosing a language leads to no other site', async ({ house }) => {
	const http = await postsForms(house);
	const leadsTo = async (back: string) => {
		const answer = await http.post('/language', { form: { to: 'en', back }, maxRedirects: 0 });
		return [answer.status(), answer.headers().location];
	};

	for (const back of ELSEWHERE) expect(await leadsTo(back), back).toEqual([303, '/']);
	expect(await leadsTo('/gare?q=reine')).toEqual([303, '/gare?q=reine']);
	await http.dispose();
});
