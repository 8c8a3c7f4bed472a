import { describe, expect, test } from 'vitest';
import { Openings } from './opening.server.ts';

const START = (title: string, path: string) =>
	`<head><title>${title}</title></head><body><input value="${path}">`;
const pageOf = (title: string, path: string, words = 'Reine') =>
	`${START(title, path)}<div id="tracker">${words}</div></body>`;
const answerOf = (html: string, status = 200) =>
	new Response(html, { status, headers: { etag: 'x', 'content-security-policy': 'p' } });

interface Visit {
	title?: string;
	path?: string;
	html?: string;
	status?: number;
	kind?: string;
	begins?: boolean;
}

/** One answer: what came before the whole was written, if anything did, and what came at all. */
async function visit(openings: Openings, given: Visit) {
	const { title = 'Commande 1', path = '/track/a', kind = 'open', begins = true } = given;
	const whole = Promise.withResolvers<Response>();
	const opening = openings.of('track', 'fr');
	const answer = opening.answer(whole.promise);
	if (begins) opening.begin(kind, [title, path]);
	const early = await Promise.race([answer, new Promise<undefined>((done) => setTimeout(done))]);
	const reader = early?.body?.getReader();
	const first = reader && new TextDecoder().decode((await reader.read()).value);
	whole.resolve(answerOf(given.html ?? pageOf(title, path), given.status));
	const said = await answer;
	let text = first ?? (await said.text());
	for (let next = await reader?.read(); next && !next.done; next = await reader?.read())
		text += new TextDecoder().decode(next.value);
	return { first, text, said };
}

async function agreed(): Promise<Openings> {
	const openings = new Openings();
	await visit(openings, { title: 'Commande 1', path: '/track/a' });
	await visit(openings, { title: 'Commande 2', path: '/track/b' });
	return openings;
}

describe('the start of a page', () => {
	test('goes out before the rest once two pages agreed on it, with its own title and path', async () => {
		const { first, text, said } = await visit(await agreed(), {
			title: 'Commande 3',
			path: '/track/c'
		});
		expect(first).toBe(START('Commande 3', '/track/c'));
		expect(text).toBe(pageOf('Commande 3', '/track/c'));
		expect(said.headers.get('content-security-policy')).toBe('p');
		expect(said.headers.has('etag')).toBe(false);
	});

	test('is not known from one page, nor from two with the same path', async () => {
		const openings = new Openings();
		for (const title of ['Commande 1', 'Commande 2', 'Commande 3']) {
			const { first, text } = await visit(openings, { title });
			expect(first).toBeUndefined();
			expect(text).toBe(pageOf(title, '/track/a'));
		}
	});

	test('is kept apart by kind, language and island', async () => {
		const openings = await agreed();
		expect((await visit(openings, { kind: 'over' })).first).toBeUndefined();
		const english = openings.of('track', 'en');
		english.begin('open', ['Order 3', '/track/c']);
		const whole = answerOf(pageOf('Order 3', '/track/c'));
		expect(await english.answer(Promise.resolve(whole)).then((said) => said.text())).toBe(
			pageOf('Order 3', '/track/c')
		);
	});

	test('waits where the load said nothing: a refusal keeps its status', async () => {
		const { first, said, text } = await visit(await agreed(), {
			begins: false,
			html: 'not there',
			status: 404
		});
		expect(first).toBeUndefined();
		expect(said.status).toBe(404);
		expect(text).toBe('not there');
	});

	test('stands above what failed after all', async () => {
		const { first, text } = await visit(await agreed(), { html: '<p>down</p>', status: 503 });
		expect(text).toBe(`${first}<p>down</p>`);
	});

	test('that has changed is learnt anew, and the page is whole meanwhile', async () => {
		const openings = await agreed();
		const other = { path: '/track/d', html: `<b>Commande 1 /track/d</b><div id="tracker">x</div>` };
		const { text } = await visit(openings, other);
		expect(text).toBe(`${START('Commande 1', '/track/d')}<div id="tracker">x</div>`);
		expect((await visit(openings, {})).first).toBeUndefined();
	});

	test('that does not show a text as it was given is not kept', async () => {
		const openings = new Openings();
		for (const path of ['/track/a', '/track/b', '/track/c']) {
			const html = pageOf('Commande &amp; co', path);
			const { first, text } = await visit(openings, { title: `Commande & co`, path, html });
			expect(first).toBeUndefined();
			expect(text).toBe(html);
		}
	});
});
