import { expect, test } from './house.ts';
import { fits } from './scene.ts';

const WORDS = {
	fr: { reason: 'Indiquez le motif.', card: 'Carte', reversed: 'corrigé en' },
	en: { reason: 'Give the reason.', card: 'Card', reversed: 'corrected to' }
} as const;

for (const language of ['fr', 'en'] as const)
	test(`a manager corrects the kind of a payment on handover, once (${language})`, async ({
		house,
		people
	}) => {
		const words = WORDS[language];
		const { order } = await house.place({ fulfilment: 'collection', address: undefined });
		await house.act('manager', order.id, 'accept', 'start', 'bake', 'box', 'collect');
		const takings = async () =>
			(
				await house.db.query<{ kind: string; minor: number }>(
					`select kind, amount_minor as minor from door_taking where order_id = $1 order by id`,
					[order.id]
				)
			).rows.map(({ kind, minor }) => [kind, minor]);
		await expect.poll(takings).toEqual([['cash', order.total]]);

		const desk = await people.comes('manager', {
			language,
			viewport: { width: 390, height: 844 }
		});
		await desk.goto(`/manage/gare/orders/${order.id}`);
		const form = desk.getByTestId('correct-form');
		// A press before the page has its script does nothing, so it is repeated.
		await expect(async () => {
			await desk.getByTestId('open-correct').click();
			await expect(form).toBeVisible({ timeout: 1000 });
		}).toPass();
		await form.locator('[data-testid="part"][data-kind="cash"]').fill('');
		await form.locator('[data-testid="fill"][data-kind="card"]').click();
		await form.getByTestId('takings-confirm').click();
		await expect(form).toContainText(words.reason);
		await form.getByTestId('reason').fill('Le client a payé par carte');
		await fits(desk, 'correction of a payment');
		await desk.screenshot({ path: `test-results/screens/correct-${language}-390.png` });
		await desk.setViewportSize({ width: 1280, height: 900 });
		await desk.screenshot({ path: `test-results/screens/correct-${language}-1280.png` });
		await form.getByTestId('takings-confirm').dblclick();

		await expect(form).toHaveCount(0);
		await expect(desk.getByTestId('recorded')).toContainText(words.card);
		const line = desk.getByTestId('correction');
		await expect(line).toContainText(words.reversed);
		await expect(line).toContainText('Le client a payé par carte');
		expect(await takings()).toEqual([
			['cash', order.total],
			['cash', -order.total],
			['card', order.total]
		]);
		await desk.screenshot({ path: `test-results/screens/corrected-${language}-1280.png` });
		await desk.setViewportSize({ width: 390, height: 844 });
		await fits(desk, 'a corrected payment');
		await line.scrollIntoViewIfNeeded();
		await desk.screenshot({ path: `test-results/screens/corrected-${language}-390.png` });
	});
