import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MenuAnswer } from '#domain/wire/contract.ts';
import { MOST_BYTES } from '#domain/menu/picture.ts';
import { aJpeg, aPhonePhoto, aPng, aWebp } from '../support/pages/pictures.ts';
import { startTestServer, type Fault, type TestServer } from '../support/house/server.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const PATH = '/api/shops/gare/products/reine/photo';
const text = (words: string): Bytes => new Uint8Array(Buffer.from(words));

let server: TestServer;
let boss: string;
let files: string;

beforeAll(async () => {
	// A separate folder: deleting photos must not affect other test files.
	files = await mkdtemp(join(tmpdir(), 'passe-plat-photos-'));
	server = await startTestServer({ config: { filesDir: files } });
	boss = await server.signIn('responsable.gare');
});
afterAll(async () => {
	await server.close();
	await rm(files, { recursive: true });
});
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

/** The server's response, as bytes and as text. */
async function pictureOf(photo: string) {
	const bytes = Buffer.from(await (await bytesOf(photo)).arrayBuffer());
	return { ...(await sharp(bytes).metadata()), bytes: bytes.toString('latin1') };
}

async function filesIn(folder: string): Promise<string[]> {
	const all = await readdir(folder, { recursive: true, withFileTypes: true });
	return all.filter((one) => one.isFile()).map(({ name }) => name);
}

const bytesOf = async (photo: string) => fetch(`${server.url}/api/photos/${photo}`);

describe('a photo', () => {
	test('is on the menu at once, served with its type and cached for ever', async () => {
		const { status, body } = await put(aPng());
		const answer = await bytesOf(body.photo);

		expect(status).toBe(200);
		expect(body.photo).toMatch(/^[0-9a-f]{64}$/);
		expect(await photoOf('reine')).toBe(body.photo);
		expect(Object.fromEntries(answer.headers)).toMatchObject({
			'content-type': 'image/webp',
			'cache-control': 'public, max-age=31536000, immutable',
			'x-content-type-options': 'nosniff',
			'content-security-policy': "default-src 'none'"
		});
	});

	test('is recognised by its bytes, whatever type the client states', async () => {
		const { status } = await put(await aPhonePhoto(), boss, 'image/png');

		expect(status).toBe(200);
	});

	test('is re-encoded: upright, and without GPS data', async () => {
		const photo = await aPhonePhoto(1600, 1200);
		const sent = await sharp(photo).metadata();
		const { body } = await put(photo);

		const kept = await pictureOf(body.photo);

		expect(sent.exif?.toString('latin1')).toContain('Telephone');
		expect(kept).toMatchObject({ format: 'webp', width: 720, height: 960 });
		expect([kept.exif, kept.xmp, kept.iptc, kept.icc]).toEqual(Array(4).fill(undefined));
		expect(kept.bytes.includes('Telephone')).toBe(false);
	});

	test('with 4096 pixels a side in a few kilobytes is resized', async () => {
		const vast = aPng(4096, 4096);
		const { status, body } = await put(vast);

		expect(vast.length).toBeLessThan(40_000);
		expect(status).toBe(200);
		expect(await pictureOf(body.photo)).toMatchObject({ width: 960, height: 960 });
	});

	test('gets a new URL when replaced; without it the drawing is shown; both are logged', async () => {
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
		for (const gone of [first, second]) expect((await bytesOf(gone)).status).toBe(404);
		const left = await filesIn(files);
		expect(left.filter((name) => [first, second].some((id) => name.startsWith(id)))).toEqual([]);
	});

	test('used by two products is kept until both have removed it', async () => {
		const other = PATH.replace('reine', 'calzone');
		const { photo } = (await put(aPng())).body;
		await put(aPng(), boss, 'image/png', other);

		await server.call('DELETE', PATH, { cookie: boss });
		const still = await bytesOf(photo);
		await server.call('DELETE', other, { cookie: boss });

		expect([still.status, (await bytesOf(photo)).status]).toEqual([200, 404]);
	});

	test('uploaded ten times at once is stored once', async () => {
		const png = aPng(300, 300, 77);
		const answers = await Promise.all(Array.from({ length: 10 }, () => put(png)));

		expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
		expect(new Set(answers.map(({ body }) => body.photo)).size).toBe(1);
	});

	test('of an unsold product is not found, nor is one that was never uploaded', async () => {
		const unknown = await put(aPng(), boss, 'image/png', '/api/shops/gare/products/nothing/photo');

		expect(unknown.status).toBe(404);
		for (const id of ['0'.repeat(64), '..%2f..%2fpackage.json', 'reine'])
			expect((await bytesOf(id)).status).toBe(404);
	});
});

describe('the right to upload a photo', () => {
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

/** The same bytes with some of the compressed pixels inverted. */
function broken(png: Bytes): Bytes {
	const bytes = png.slice();
	const data = Buffer.from(bytes).indexOf('IDAT') + 4;
	for (let at = data + 4; at < data + 24; at++) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
	return bytes;
}

describe('refused with a message', () => {
	const huge = new Uint8Array(MOST_BYTES + 1);
	huge.set(aPng());
	test.each([
		['an SVG', text('<svg xmlns="http://www.w3.org/2000/svg"/>'), 422, 'bad_picture', 'JPEG'],
		['a page', text('<!doctype html><script>alert(1)</script>'), 422, 'bad_picture', 'JPEG'],
		['a GIF', text(`GIF89a${'x'.repeat(400)}`), 422, 'bad_picture', 'JPEG'],
		['nothing', new Uint8Array(), 422, 'bad_picture', 'JPEG'],
		['half a PNG', aPng().slice(0, -20), 422, 'bad_picture', 'incomplet'],
		['half a JPEG', aJpeg().slice(0, -2), 422, 'bad_picture', 'incomplet'],
		['a JPEG without pixels', aJpeg(), 422, 'bad_picture', 'incomplet'],
		['a WebP without pixels', aWebp('VP8 '), 422, 'bad_picture', 'incomplet'],
		['a PNG with broken pixels', broken(aPng()), 422, 'bad_picture', 'incomplet'],
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

	test('a body without an image type, and any image where none is accepted', async () => {
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
