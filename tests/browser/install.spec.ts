import type { Page } from '@playwright/test';
import { expect, test } from './house.ts';

const INSTALLED = { fr: 'Passe-plat · Livreur', en: 'Passe-plat · Driver' } as const;

interface Manifest {
	name: string;
	lang: string;
	theme_color: string;
	background_color: string;
	icons: { src: string; sizes: string; type: string; purpose: string }[];
}

/** The colours that the light theme of a page has, and the one in the middle of a picture's upper edge. */
function coloursOf(page: Page, icons: string[]) {
	return page.evaluate(async (sources) => {
		const hex = (parts: ArrayLike<number>) =>
			`#${[...Array.from(parts)].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
		const light = document.createElement('div');
		light.dataset.theme = 'light';
		document.body.append(light);
		const tokens = getComputedStyle(light);
		const edges = sources.map(async (src) => {
			const picture = new Image();
			picture.src = src;
			await picture.decode();
			const paper = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
			paper?.drawImage(picture, 0, 0);
			return hex(paper?.getImageData(picture.width / 2, 4, 1, 1).data.slice(0, 3) ?? []);
		});
		return {
			accent: tokens.getPropertyValue('--accent'),
			ground: tokens.getPropertyValue('--ground'),
			edges: await Promise.all(edges)
		};
	}, icons);
}

for (const language of ['fr', 'en'] as const) {
	test(`the page can be installed, in its reader's language and the house's colours (${language})`, async ({
		people
	}) => {
		const page = await people.comes('driver', { language });
		await page.goto('/driver');
		const href = await page.locator('link[rel="manifest"]').getAttribute('href');
		const answer = await page.request.get(href ?? '');
		expect(answer.headers()['content-type']).toContain('application/manifest+json');
		const manifest = (await answer.json()) as Manifest;

		expect(manifest).toMatchObject({
			id: '/driver',
			name: INSTALLED[language],
			lang: language,
			start_url: '/driver',
			display: 'standalone'
		});
		expect(manifest.icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual([
			'192x192 any',
			'512x512 any',
			'512x512 maskable'
		]);
		for (const { src, sizes, type } of manifest.icons) {
			const icon = await page.request.get(src);
			expect(icon.headers()['content-type']).toBe(type);
			const side = (await icon.body()).readUInt32BE(16);
			expect(`${side}x${side}`).toBe(sizes);
		}
		const sources = manifest.icons.map(({ src }) => src);
		const { accent, ground, edges } = await coloursOf(page, [...sources, '/icons/driver.svg']);
		expect(manifest).toMatchObject({ theme_color: accent, background_color: ground });
		expect(edges).toEqual([accent, accent, accent, accent]);
		await expect(page.locator('meta[name="theme-color"]')).toHaveAttribute('content', accent);
		const cdp = await page.context().newCDPSession(page);
		const { errors } = await cdp.send('Page.getAppManifest');
		expect(errors).toEqual([]);
	});
}

test('a manifest is written for the languages that the page speaks, and no other', async ({
	people
}) => {
	const page = await people.comes('anybody');
	const answer = await page.request.get('/driver/de.webmanifest');

	expect(answer.status()).toBe(404);
});
