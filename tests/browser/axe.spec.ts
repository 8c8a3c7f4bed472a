import type { Page } from '@playwright/test';
import { findingsIn, findingsInBoth } from '../support/pages/axe.ts';
import { cloneTemplate } from '../support/house/databases.ts';
import { walk } from '../support/pages/keyboard.ts';
import { proxyTo } from '../support/house/proxy.ts';
import { startTestStack } from '../support/house/stack.ts';
import { expect, test } from './house.ts';
import type { House, Language, People } from './house.ts';
import { placesOf } from './page-states.ts';
import type { Place } from './page-states.ts';
import { anEvening, theRest } from './scene.ts';

const PHONE = { width: 390, height: 844 };
const SIZES = {
	customer: PHONE,
	driver: PHONE,
	kitchen: { width: 1920, height: 1080 },
	manager: { width: 1440, height: 900 }
};
/** For one page, and for all of an audience, on a machine with other work, in ms. */
const PLACE_MS = 120_000;
const ALL_MS = 1_200_000;

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
		viewport: place.viewport ?? SIZES[place.audience],
		reducedMotion: 'reduce'
	});
	await page.goto(place.path);
	await expect(page.locator('html')).toHaveAttribute('lang', language);
	if (place.live) await expect(page.locator('[data-connection="live"]').first()).toBeVisible();
	await place.prepare?.(page);
	return page;
}

async function placesIn(house: House): Promise<Place[]> {
	// The driver is back from this before the evening sends them out.
	const rest = await theRest(house);
	return placesOf({ ...rest, ...(await anEvening(house)) });
}

/** One page's part of a test: what hangs is named, and soon. */
const at = (place: Place, visit: () => Promise<void>): Promise<void> =>
	test.step(place.name, visit, { timeout: PLACE_MS });

/** Every page in one of the two languages; in both for `npm run proof -- axe`. */
const languagesOf = (index: number): readonly Language[] =>
	process.env.SWEEP === 'all' ? ['fr', 'en'] : [index % 2 === 0 ? 'fr' : 'en'];

/** The kitchen's wall is dark at any hour. */
const look = (page: Page, audience: string): Promise<string[]> =>
	audience === 'kitchen' ? findingsIn(page, 'dark') : findingsInBoth(page);

/** All that Tab reaches, and shows where it is. */
async function isWalked(page: Page, { name }: Place): Promise<void> {
	const { missed, unseen, reached } = await walk(page);

	expect.soft(reached, name).toBeGreaterThan(0);
	expect.soft(missed, `${name}: never reached`).toEqual([]);
	expect.soft(unseen, `${name}: focus not shown`).toEqual([]);
}

for (const audience of ['customer', 'kitchen', 'driver', 'manager'] as const) {
	test(`on the ${audience} pages axe finds nothing, nothing moves, and Tab reaches all`, async ({
		house,
		people
	}) => {
		test.setTimeout(ALL_MS);
		const places = (await placesIn(house)).filter((one) => one.audience === audience);
		expect(places.length).toBeGreaterThan(1);
		for (const [index, place] of places.entries())
			for (const language of languagesOf(index))
				await at(place, async () => {
					const page = await open(people, place, language);

					expect.soft(await look(page, audience), `${place.name} in ${language}`).toEqual([]);
					expect.soft(await restless(page), `${place.name} moves`).toEqual([]);
					if (!place.isArrowed) await isWalked(page, place);
					await page.context().close();
				});
	});
}

test('Escape closes whatever lies over a page, and gives the focus back', async ({
	house,
	people
}) => {
	test.setTimeout(ALL_MS);
	const places = (await placesIn(house)).filter((one) => one.layer);
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

test('axe finds nothing in both themes on a page that cannot be fetched', async ({ browser }) => {
	const database = await cloneTemplate(process.env.TEST_DATABASE_URL!);
	const link = await proxyTo(database.url);
	const stack = await startTestStack({ databaseUrl: link.through(database.url), workers: 0 });
	const context = await browser.newContext({ baseURL: stack.url, viewport: PHONE });
	const page = await context.newPage();
	await link.close();

	const answer = await page.goto('/gare');

	expect(answer?.status()).toBe(503);
	expect(await findingsInBoth(page)).toEqual([]);
	await context.close();
	await stack.stop();
	await database.drop();
});
