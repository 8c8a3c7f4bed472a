import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MenuAnswer } from '#domain/contract.ts';
import { MOST_BYTES } from '#domain/picture.ts';
import { aJpeg, aPng, aWebp } from '../support/pictures.ts';
import { startTestServer, type Fault, type TestServer } from '../support/server.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const PATH = '/api/shops/gare/products/reine/photo';
const text = (words: string): Bytes => new Uint8Array(Buffer.from(words));

let server: TestServer;
let boss: string;

beforeAll(async () => {
	server = await startTestServer();
	boss = await server.signIn('responsable.gare');
});
afterAll(() => server.close());
beforeEach(() => server.db.query('update product set photo = null'));

function put(raw: Bytes, cookie: string | undefined = boss, type = 'image/png', path = PATH) {
	return server.call<{ photo: string } & Fault>('PUT', path, {
		cookie,
		raw,
		headers: { 'content-type': type, 'accept-language': 'fr' }
	});
}

async function photoOf(product: string): Promise<string | undefined> {
	const { body } = await server.call<MenuAnswer>('GET', '/api/shops/gare/menu');
	return body.menu.products.find(({ id }) => id === product)?.photo;
}

const bytesOf = async (photo: string) => fetch(`${server.url}/api/photos/${photo}`);

describe('a photo', () => {
	test('is on the menu at once, and served as what it is, to be kept for ever', async () => {
		const png = aPng();
		const { status, body } = await put(png);
		const answer = await bytesOf(body.photo);

		expect(status).toBe(200);
		expect(body.photo).toBe(createHash('sha256').update(png).digest('hex'));
		expect(await photoOf('reine')).toBe(body.photo);
		expect(Buffer.from(await answer.arrayBuffer()).equals(Buffer.from(png))).toBe(true);
		expect(Object.fromEntries(answer.headers)).toMatchObject({
			'content-type': 'image/png',
			'cache-control': 'public, max-age=31536000, immutable',
			'x-content-type-options': 'nosniff',
			'content-security-policy': "default-src 'none'"
		});
	});

	test('is told by its bytes, whatever its sender calls it', async () => {
		const { body } = await put(aJpeg(), boss, 'image/png');

		expect((await bytesOf(body.photo)).headers.get('content-type')).toBe('image/jpeg');
	});

	test('replaced gets another address, taken off it leaves the drawing; both are written down', async () => {
		const first = (await put(aPng(240, 240, 10))).body.photo;
		const second = (await put(aPng(240, 240, 20))).body.photo;
		const dropped = await server.call('DELETE', PATH, { cookie: boss });
		const { rows } = await server.db.query<{ action: string; actor: string }>(
			`select action, actor from audit where subject = 'reine' order by id desc limit 3`
		);

		expect(second).not.toBe(first);
		expect(dropped.status).toBe(200);
		expect(await photoOf('reine')).toBeUndefined();
		expect(rows).toEqual(
			['photo.drop', 'photo.set', 'photo.set'].map((action) => ({
				action,
				actor: 'staff:responsable-gare'
			}))
		);
		// An old page that still shows it finds it.
		expect((await bytesOf(first)).status).toBe(200);
	});

	test('the same ten times at once is one', async () => {
		const png = aPng(300, 300, 77);
		const answers = await Promise.all(Array.from({ length: 10 }, () => put(png)));

		expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
		expect(new Set(answers.map(({ body }) => body.photo)).size).toBe(1);
	});

	test('of a product that nobody sells is not found, nor is one that nobody sent', async () => {
		const unknown = await put(aPng(), boss, 'image/png', '/api/shops/gare/products/nothing/photo');

		expect(unknown.status).toBe(404);
		for (const id of ['0'.repeat(64), '..%2f..%2fpackage.json', 'reine'])
			expect((await bytesOf(id)).status).toBe(404);
	});
});

describe('who may hang one', () => {
	test.each([
		['nobody', undefined, 401],
		['a cook', 'cuisine.gare', 403],
		['the counter', 'comptoir.gare', 403],
		['a driver', 'livreur1.gare', 403],
		['the manager of another shop', 'responsable.halles', 403]
	] as const)('not %s', async (_, mailbox, status) => {
		const cookie = mailbox ? await server.signIn(mailbox) : '';

		expect((await put(aPng(), cookie)).status).toBe(status);
		expect((await server.call('DELETE', PATH, { cookie })).status).toBe(status);
		expect(await photoOf('reine')).toBeUndefined();
	});
});

describe('refused in words', () => {
	const huge = new Uint8Array(MOST_BYTES + 1);
	huge.set(aPng());
	test.each([
		['an SVG', text('<svg xmlns="http://www.w3.org/2000/svg"/>'), 422, 'bad_picture', 'JPEG'],
		['a page', text('<!doctype html><script>alert(1)</script>'), 422, 'bad_picture', 'JPEG'],
		['a GIF', text(`GIF89a${'x'.repeat(400)}`), 422, 'bad_picture', 'JPEG'],
		['nothing', new Uint8Array(), 422, 'bad_picture', 'JPEG'],
		['half a PNG', aPng().slice(0, -20), 422, 'bad_picture', 'incomplet'],
		['half a JPEG', aJpeg().slice(0, -2), 422, 'bad_picture', 'incomplet'],
		['half a WebP', aWebp('VP8X').slice(0, -3), 422, 'bad_picture', 'incomplet'],
		[
			'a PNG with a page behind it',
			new Uint8Array(Buffer.concat([aPng(), text('<script>alert(1)</script>')])),
			422,
			'bad_picture',
			'incomplet'
		],
		['a small one', aPng(100, 300), 422, 'bad_picture', '200 pixels'],
		['a vast one', aJpeg(9000, 300), 422, 'bad_picture', '4096 pixels'],
		['a heavy one', huge, 413, 'too_large', '2 Mo']
	] as const)('%s', async (_, bytes, status, code, words) => {
		const refused = await put(bytes, boss);

		expect([refused.status, refused.body.error.code]).toEqual([status, code]);
		expect(refused.body.error.message).toContain(words);
		expect(await photoOf('reine')).toBeUndefined();
	});

	test('what does not even call itself a picture, and any picture where none is wanted', async () => {
		const page = await put(text('<html>'), boss, 'text/html');
		const elsewhere = await server.call<Fault>('POST', '/api/orders', {
			raw: aPng(),
			headers: { 'content-type': 'image/png', 'idempotency-key': 'a-picture-order' }
		});
		const foreign = await server.call<Fault>('PUT', PATH, {
			cookie: boss,
			raw: aPng(),
			headers: { 'content-type': 'image/png', origin: 'https://evil.example' }
		});

		expect([page.status, page.body.error.code]).toEqual([400, 'invalid']);
		expect([elsewhere.status, elsewhere.body.error.code]).toEqual([400, 'invalid']);
		expect([foreign.status, foreign.body.error.code]).toEqual([403, 'bad_origin']);
	});
});
