import { expect, test } from './house.ts';
import type { Language } from './house.ts';

const WORDS = {
	fr: {
		cancelled: 'rien à encaisser : commande annulée',
		refused: 'rien à encaisser : commande refusée',
		customer: 'Rien à payer : la commande est annulée.',
		paid: /payée/i
	},
	en: {
		cancelled: 'nothing to collect: order cancelled',
		refused: 'nothing to collect: order refused',
		customer: 'Nothing to pay: the order is cancelled.',
		paid: /\bpaid\b/i
	}
} as const;

for (const language of ['fr', 'en'] as const satisfies readonly Language[]) {
	const words = WORDS[language];

	test(`an order that ended unpaid is not called paid (${language})`, async ({ house, people }) => {
		const cancelled = await house.place();
		const refused = await house.place();
		await house.act('manager', cancelled.order.id, 'cancel');
		await house.act('manager', refused.order.id, 'refuse');
		const desk = await people.comes('manager', { language });
		const customer = await people.comes('anybody', { language });

		for (const [{ order }, said] of [
			[cancelled, words.cancelled],
			[refused, words.refused]
		] as const) {
			await desk.goto(`/manage/gare/orders/${order.id}`);
			await expect(desk.getByTestId('desk-owing')).toHaveText(said);
			await expect(desk.locator('main')).not.toContainText(words.paid);
			await desk.goto(`/manage/gare?order=${order.id}`);
			await expect(desk.getByTestId('order-panel').getByTestId('desk-owing')).toHaveText(said);
		}
		await customer.goto(`/track/${cancelled.token}`);
		await expect(customer.getByTestId('owing')).toHaveText(words.customer);
	});
}
