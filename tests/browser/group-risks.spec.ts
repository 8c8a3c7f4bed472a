import { findingsInBoth } from '../support/pages/axe.ts';
import { insertOrder } from '../support/wire/hub.ts';
import { expect, test } from './house.ts';
import type { House, Language } from './house.ts';
import { fits } from './scene.ts';

const WORDS = {
	fr: {
		late: /Vont être en retard\s: 2$/,
		windows: /60\s%/,
		old: /^Liste de \d\d:\d\d\s: elle n’a pas pu être relue\.$/,
		cut: /^Les 50 plus urgentes sur 5\d sont listées\.$/
	},
	en: {
		late: /Going to be late: 2$/,
		windows: /60\s?%/,
		old: /^List as of \d\d:\d\d: it could not be read again\.$/,
		cut: /^The 50 most urgent of 5\d are listed\.$/
	}
} as const;
/** The forecast of a worker, and the next reading of the page. */
const SOON = { timeout: 40_000 };

/** An order that is not accepted a few minutes before its promise. */
async function pressed(house: House, minutes: number): Promise<string> {
	const { order } = await house.place();
	await house.db.query(
		`update orders set promised_at = clock_timestamp() + make_interval(mins => $2) where id = $1`,
		[order.id, minutes]
	);
	return order.id;
}

for (const [language, width] of [
	['fr', 1440],
	['en', 1024]
] as const satisfies readonly (readonly [Language, number])[]) {
	const words = WORDS[language];

	test(`the group page lists the risks of shops that it does not show, and keeps them live (${language})`, async ({
		house,
		people
	}) => {
		const page = await people.comes('owner', { language, viewport: { width, height: 900 } });
		await page.goto('/manage?q=halles');
		await expect(page.locator('[data-connection="live"]').first()).toBeVisible();
		await expect(page.getByTestId('shop-row')).toHaveCount(1);
		await expect(page.getByTestId('risks')).toHaveCount(0);

		const second = await pressed(house, 14);
		const first = await pressed(house, 9);
		await house.forecasts(first, second);
		const list = page.getByTestId('risks');
		await expect(list.getByRole('heading')).toHaveText(words.late, SOON);
		const risks = page.getByTestId('risk');
		await expect(risks.first()).toHaveAttribute('data-order-id', first);
		await expect(risks.last()).toHaveAttribute('data-order-id', second);

		await house.db.query(
			`insert into forecast_plan (shop_id, seq, planned_at, coverage, arrivals, is_off)
				values ('halles', 1, now(), 0.6, 40, true)
				on conflict (shop_id) do update set coverage = 0.6, arrivals = 40, is_off = true`
		);
		await expect(page.getByTestId('windows')).toContainText(words.windows, SOON);
		await expect(page.getByTestId('windows')).toHaveAttribute('data-off', 'true');

		await page.route('**/api/group/risks*', (route) => route.abort());
		await expect(page.getByTestId('risks-old')).toHaveText(words.old, SOON);
		await page.unroute('**/api/group/risks*');
		await expect(page.getByTestId('risks-old')).toHaveCount(0, SOON);

		const client = await house.db.connect();
		for (let n = 0; n < 52; n++) await insertOrder(client, { shop: 'gare', name: 'Camille' });
		client.release();
		await house.db.query(
			`update orders set promised_at = clock_timestamp() + interval '20 min'
				where is_open and not (id = any ($1))`,
			[[first, second]]
		);
		await expect(page.getByTestId('risks-cut')).toHaveText(words.cut, SOON);
		await expect(risks).toHaveCount(50);
		await fits(page, 'the group page');
		expect(await findingsInBoth(page)).toEqual([]);
		await page.screenshot({
			path: `test-results/screens/group-risks-${language}.png`,
			fullPage: true
		});

		// The list may be sorted again at any time: the link of one order is taken.
		const worst = (await risks.first().getAttribute('data-order-id')) ?? '';
		await page.locator(`[data-order-id="${worst}"]`).getByRole('link').press('Enter');
		await expect(page).toHaveURL(new RegExp(`/manage/gare\\?order=${worst}$`));
	});
}
