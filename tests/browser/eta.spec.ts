import type { Page } from '@playwright/test';
import { Manager, Tracking } from '../support/pages/pages.ts';

import { expect, test, type House, type Language } from './house.ts';
import { fits } from './scene.ts';

const WORDS = {
	fr: {
		latest: /au plus tard à \d\d:\d\d/,
		before: 'Le livreur a un arrêt avant vous.',
		kitchen: 'La cuisine est très occupée.',
		news: /Nouvelle estimation\s: \d\d:\d\d – \d\d:\d\d\./,
		soon: 'D’un instant à l’autre',
		coverage: '8 commandes sur 10 arrivent dans leur créneau.',
		old: /Situation à \d\d:\d\d\./,
		oven: /Au four (avant \d\d:\d\d|maintenant)/,
		start: /dans \d+ min, sauf si la cuisine la commence maintenant/,
		kept: /Créneaux tenus\s: 60\s%/
	},
	en: {
		latest: /\d\d:\d\d at the latest/,
		before: 'The driver has one stop before you.',
		kitchen: 'The kitchen is busy.',
		news: /New estimate: \d\d:\d\d – \d\d:\d\d\./,
		soon: 'Any minute now',
		coverage: '8 of 10 orders arrive within their time.',
		old: /As of \d\d:\d\d\./,
		oven: /Oven (by \d\d:\d\d|now)/,
		start: /in \d+ min, unless the kitchen starts it now/,
		kept: /Windows kept: 60\s%/
	}
} as const;
const RANGE = /\d\d:\d\d – \d\d:\d\d/;
const PHONE = { width: 390, height: 844 };

/** Changes a stored forecast as the planner would. */
const pretend = (house: House, order: string, set: string) =>
	house.db.query(`update forecast set ${set}, changed_at = clock_timestamp() where order_id = $1`, [
		order
	]);
const hasForecast = async (house: House, order: string) =>
	(await house.db.query('select 1 from forecast where order_id = $1', [order])).rowCount === 1;

/** Holds the lock of the shop's forecasts, so that what a test writes stays. */
async function whileNobodyForecasts(house: House, work: () => Promise<void>): Promise<void> {
	const client = await house.db.connect();
	try {
		await client.query('begin');
		await client.query(`select pg_advisory_xact_lock(hashtextextended('forecast:gare', 0))`);
		await work();
	} finally {
		await client.query('rollback');
		client.release();
	}
}

const shot = (page: Page, name: string) =>
	page.screenshot({ path: `test-results/eta/${name}.png`, fullPage: true });

for (const language of ['fr', 'en'] as const satisfies readonly Language[]) {
	const words = WORDS[language];

	test(`the arrival window moves with a stop before and a slow kitchen, and says why (${language})`, async ({
		house,
		people
	}) => {
		const driver = await house.startShift();
		const { order, token } = await house.place();
		await house.act('cook', order.id, 'accept');
		const page = await people.comes('anybody', { language, viewport: PHONE });
		await new Tracking(page).of(token);
		const eta = page.getByTestId('eta');
		await expect(eta.getByTestId('left')).toContainText(RANGE);
		await expect(eta.getByTestId('eta-latest')).toHaveText(words.latest);
		await expect(page.getByTestId('eta-news')).toBeEmpty();
		await expect(page.getByTestId('eta-news')).toHaveAttribute('aria-live', 'polite');
		const before = await eta.getByTestId('left').textContent();
		await shot(page, `track-${language}`);

		// The kitchen gets a large order that was promised earlier.
		for (let n = 0; n < 2; n++) {
			const large = await house.place({
				customer: { name: 'Équipe', phone: `+3363998012${n}` },
				lines: [{ product: 'reine', size: 'm', quantity: 12 }]
			});
			await house.db.query(`update orders set promised_at = placed_at where id = $1`, [
				large.order.id
			]);
			await house.act('cook', large.order.id, 'accept');
		}
		await expect(eta).toHaveAttribute('data-cause', 'kitchen');
		await expect(eta.getByTestId('eta-cause')).toHaveText(words.kitchen);
		await expect(page.getByTestId('eta-news')).toHaveText(words.news);
		await expect(eta.getByTestId('left')).not.toHaveText(before ?? '');

		await house.act('cook', order.id, 'start', 'bake', 'box');
		const first = await house.place({ customer: { name: 'Avant', phone: '+33639980130' } });
		await house.act('cook', first.order.id, 'accept', 'start', 'bake', 'box');
		await house.assign(first.order.id, driver);
		await house.db.query(
			`insert into stop (run_id, order_id, position)
				select s.run_id, $2, s.position + 1 from stop s where s.order_id = $1 and s.outcome is null`,
			[first.order.id, order.id]
		);
		// A step of any order asks for forecasts; a row written by hand does not.
		await house.act('cook', (await house.place()).order.id, 'accept');
		await expect(eta).toHaveAttribute('data-cause', 'stop_before');
		await expect(eta.getByTestId('eta-cause')).toHaveText(words.before);
		await fits(page, `tracking with a window (${language})`);
		await shot(page, `track-stop-before-${language}`);
	});

	test(`the window is never negative, and shows its coverage and its age (${language})`, async ({
		house,
		people
	}) => {
		const { order, token } = await house.place();
		await house.act('cook', order.id, 'accept', 'start');
		await expect.poll(() => hasForecast(house, order.id)).toBe(true);
		const page = await people.comes('anybody', { language, viewport: PHONE });
		await new Tracking(page).of(token);

		await whileNobodyForecasts(house, async () => {
			await pretend(house, order.id, `coverage = 0.81, cause = 'road'`);
			await expect(page.getByTestId('eta-coverage')).toHaveText(words.coverage);
			await pretend(
				house,
				order.id,
				`eta_from = now() - interval '9 min', eta_to = now() - interval '3 min'`
			);
			await expect(page.getByTestId('left')).toContainText(words.soon);
			await expect(page.getByTestId('eta-old')).toHaveCount(0);

			await house.db.query(
				`update forecast_plan set planned_at = clock_timestamp() - interval '61 seconds'`
			);
			await page.reload();
			await expect(page.getByTestId('eta-old')).toHaveText(words.old);
		});

		await expect(page.getByTestId('eta-old')).toHaveCount(0);
		await expect(page.getByTestId('left')).toContainText(RANGE);
	});

	test(`the desk says how many windows were kept (${language})`, async ({ house, people }) => {
		const { order } = await house.place();
		await expect.poll(() => hasForecast(house, order.id)).toBe(true);
		const desk = new Manager(await people.comes('manager', { language }));

		await whileNobodyForecasts(house, async () => {
			await house.db.query(
				`update forecast_plan set coverage = 0.6, arrivals = 200, is_off = true where shop_id = 'gare'`
			);
			await desk.at('gare');
			const coverage = desk.page.getByTestId('coverage');
			await expect(coverage).toHaveText(words.kept);
			await expect(coverage).toHaveAttribute('data-off', 'true');
			await shot(desk.page, `desk-coverage-${language}`);
		});
	});

	test(`desk and ticket say what will be late, and what saves it (${language})`, async ({
		house,
		people
	}) => {
		await house.startShift();
		const { order } = await house.place();
		await house.act('cook', order.id, 'accept');
		const calm = await house.place({ customer: { name: 'Calme', phone: '+33639980140' } });
		await house.act('cook', calm.order.id, 'accept');
		await house.db.query(
			`update orders set promised_at = clock_timestamp() + interval '5 minutes' where id = $1`,
			[order.id]
		);
		const desk = new Manager(
			await people.comes('manager', { language, viewport: { width: 1280, height: 800 } })
		);
		await desk.at('gare');
		const row = desk.order(order.id);
		await expect(row.getByTestId('late-unless')).toHaveText(words.start);
		await expect(row.getByTestId('arrives')).toHaveText(RANGE);
		await expect(desk.order(calm.order.id).getByTestId('late-unless')).toHaveCount(0);
		const attention = desk.page.locator('section[data-shelf="attention"] [data-testid="order"]');
		await expect(attention.first()).toHaveAttribute('data-order-id', order.id);
		await expect(row.locator('[data-testid="action"][data-action="start"]')).toBeVisible();
		await expect(desk.page.getByTestId('coverage')).toHaveCount(0);
		await desk.page.goto(`/manage/gare?order=${order.id}`);
		await expect(desk.page.getByTestId('panel-needs')).toHaveText(words.start);
		await expect(desk.page.getByTestId('order-panel').getByTestId('arrives')).toBeVisible();
		await shot(desk.page, `desk-${language}`);

		const wall = await people.comes('cook', { language, viewport: { width: 1920, height: 1080 } });
		await wall.goto('/kitchen/gare');
		const ticket = wall.locator(`[data-testid="ticket"][data-order-id="${order.id}"]`);
		await expect(ticket.getByTestId('oven-by')).toHaveText(words.oven);
		await shot(wall, `kitchen-${language}`);

		await row.locator('[data-testid="action"][data-action="start"]').click();
		await expect(row).toHaveAttribute('data-status', 'making');
	});
}
