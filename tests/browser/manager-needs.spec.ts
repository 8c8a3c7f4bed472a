import { Manager } from '../support/pages/pages.ts';
import { expect, test } from './house.ts';
import type { Language } from './house.ts';

const WORDS = {
	fr: {
		none: 'Rien à traiter',
		late: 'En retard · 1',
		unaccepted: 'Pas encore acceptée · 1',
		ask: 'Annuler la commande',
		keep: 'Ne pas annuler',
		yes: 'Annuler la commande',
		stock: 'Les ingrédients reviennent en stock.',
		money: 'Rien à rembourser : rien n’a été encaissé.',
		reason: 'À la demande du client'
	},
	en: {
		none: 'Nothing needs you',
		late: 'Late · 1',
		unaccepted: 'Not accepted yet · 1',
		ask: 'Cancel order',
		keep: 'Keep the order',
		yes: 'Cancel the order',
		stock: 'The ingredients go back into stock.',
		money: 'Nothing to refund: nothing was taken.',
		reason: 'At the customer’s request'
	}
} as const;
const WIDE = { width: 1440, height: 900 };

for (const language of ['fr', 'en'] as const satisfies readonly Language[]) {
	const words = WORDS[language];

	test(`a late order needs a person on desk and group page alike (${language})`, async ({
		house,
		people
	}) => {
		const { order } = await house.place();
		await house.act('cook', order.id, 'accept', 'start');
		const waiting = await house.place();
		const group = await people.comes('owner', { language, viewport: WIDE });
		await group.goto('/manage');
		const cell = group.locator('[data-shop="gare"] [data-count="alerts"]');
		await expect(cell).toHaveText(words.none);

		await house.db.query(
			`update orders set promised_at = clock_timestamp() - interval '3 min' where id = $1`,
			[order.id]
		);
		await house.db.query(`update orders set alert = 'not_accepted' where id = $1`, [
			waiting.order.id
		]);

		await expect(cell).toContainText(words.late);
		await expect(cell).toContainText(words.unaccepted);
		await expect(cell).toHaveAttribute('data-alerts', '2');
		await expect(group).toHaveTitle(/^\(2\) /);
		const desk = new Manager(await people.comes('manager', { language, viewport: WIDE }));
		await desk.at('gare');
		const filter = desk.page.locator('[data-testid="shelf-filter"][data-shelf="attention"] strong');
		await expect(filter).toHaveText('2');
		const shelf = desk.page.locator('section[data-shelf="attention"]');
		await expect(shelf.getByTestId('order')).toHaveCount(2);
		await expect(shelf.getByTestId('call')).toHaveAttribute('href', /^tel:/);
		await expect(desk.page).toHaveTitle(/^\(2\) /);
	});

	test(`cancelling an order says what follows, and can be left (${language})`, async ({
		house,
		people
	}) => {
		const { order } = await house.place();
		const desk = new Manager(await people.comes('manager', { language, viewport: WIDE }));
		await desk.open(`/manage/gare?order=${order.id}`);
		const press = () =>
			desk.page.locator('[data-testid="panel-action"][data-action="cancel"]').click();
		const dialog = desk.page.getByTestId('dialog');

		await press();
		await expect(dialog.getByRole('heading')).toContainText(words.ask);
		await expect(dialog.getByTestId('consequences')).toContainText(words.stock);
		await expect(dialog.getByTestId('consequences')).toContainText(words.money);
		await dialog.getByRole('button', { name: words.keep }).click();
		await expect(dialog).toHaveCount(0);
		expect((await house.stateOf(order.id)).status).toBe('placed');

		await press();
		await dialog.getByLabel(words.reason).check();
		await dialog.getByTestId('reason').fill('pluie');
		await dialog.getByRole('button', { name: words.yes }).click();
		await expect.poll(async () => (await house.stateOf(order.id)).status).toBe('cancelled');
		expect((await house.stateOf(order.id)).reason).toBe(`${words.reason} – pluie`);
	});
}
