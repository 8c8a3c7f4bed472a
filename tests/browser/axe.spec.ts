import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { walk } from '../support/keyboard.ts';
import { expect, test } from './house.ts';
import type { Language, People } from './house.ts';
import { placesOf } from './places.ts';
import type { Place } from './places.ts';
import { anEvening } from './scene.ts';

const PHONE = { width: 390, height: 844 };
const SIZES = { customer: PHONE, driver: PHONE, kitchen: { width: 1920, height: 1080 } };
const DESK = { width: 1440, height: 900 };
/** For one page, and for all of an audience, on a machine with other work, in ms. */
const PLACE_MS = 30_000;
const ALL_MS = 150_000;

/** Whatever axe finds, each rule with the elements that break it. */
async function findings(page: Page): Promise<string[]> {
	const { violations } = await new AxeBuilder({ page }).analyze();
	return violations.map(({ id, impact, nodes }) => {
		const where = nodes.slice(0, 4).map((node) => `${node.target.join(' ')}  ${detail(node)}`);
		return `${impact} ${id}, ${nodes.length} ×\n    ${where.join('\n    ')}`;
	});
}

const detail = (node: { any: { message: string }[]; html: string }): string =>
	node.any[0]?.message.slice(0, 160) ?? node.html.slice(0, 120);

/** Movement that goes on although the person asked for less of it. */
const restless = (page: Page): Promise<string[]> =>
	page.evaluate(() =>
		document
			.getAnimations()
			.filter((one) => one.playState === 'running')
			.filter((one) => Number(one.effect?.getComputedTiming().endTime) > 100)
			.map((one) => ((one.effect as KeyframeEffect).target?.outerHTML ?? '').slice(0, 120))
	);

async function open(people: People, place: Place, language: Language): Promise<Page> {
	const page = await people.comes(place.who, {
		language,
		viewport: place.audience in SIZES ? SIZES[place.audience as keyof typeof SIZES] : DESK,
		// Who wants it dark gets a readable page too, by the other language for brevity.
		colorScheme: language === 'fr' ? 'light' : 'dark',
		reducedMotion: 'reduce'
	});
	await page.goto(place.path);
	await expect(page.locator('html')).toHaveAttribute('lang', language);
	if (place.live) await expect(page.locator('[data-connection="live"]').first()).toBeVisible();
	await place.prepare?.(page);
	return page;
}

/** One page's part of a test: what hangs is named, and soon. */
const at = (place: Place, look: () => Promise<void>): Promise<void> =>
	test.step(place.name, look, { timeout: PLACE_MS });

for (const audience of ['customer', 'kitchen', 'driver', 'manager'] as const) {
	for (const language of ['fr', 'en'] as const)
		test(`axe finds nothing and nothing moves on the ${audience} pages in ${language}`, async ({
			house,
			people
		}) => {
			test.setTimeout(ALL_MS);
			const places = placesOf(await anEvening(house)).filter((one) => one.audience === audience);
			expect(places.length).toBeGreaterThan(1);
			for (const place of places)
				await at(place, async () => {
					const page = await open(people, place, language);

					expect.soft(await findings(page), place.name).toEqual([]);
					expect.soft(await restless(page), `${place.name} moves`).toEqual([]);
					await page.context().close();
				});
		});

	test(`Tab reaches all that can be done on the ${audience} pages, and shows where it is`, async ({
		house,
		people
	}) => {
		test.setTimeout(ALL_MS);
		const places = placesOf(await anEvening(house)).filter((one) => one.audience === audience);
		for (const place of places)
			await at(place, async () => {
				const page = await open(people, place, 'fr');

				const { missed, unseen, reached } = await walk(page);

				expect.soft(reached, place.name).toBeGreaterThan(0);
				expect.soft(missed, `${place.name}: never reached`).toEqual([]);
				expect.soft(unseen, `${place.name}: focus not shown`).toEqual([]);
				await page.context().close();
			});
	});
}

test('Escape closes whatever lies over a page, and gives the focus back', async ({
	house,
	people
}) => {
	test.setTimeout(ALL_MS);
	const places = placesOf(await anEvening(house)).filter((one) => one.layer);
	expect(places.length).toBeGreaterThan(2);
	for (const place of places)
		await at(place, async () => {
			const page = await open(people, place, 'fr');
			const layer = page.locator(place.layer!).first();
			await expect(layer).toBeVisible();

			await page.keyboard.press('Escape');

			await expect.soft(layer, place.name).toBeHidden();
			const isLost = await page.evaluate(() => document.activeElement === document.body);
			expect.soft(isLost, `${place.name}: the focus is lost`).toBe(false);
			await page.context().close();
		});
});
