import type { QuoteAnswer } from '#domain/wire/contract.ts';
import { Manager, Tracking } from '../support/pages/pages.ts';
import { expect, test, type House } from './house.ts';

const ZONE = 'Europe/Paris';
const DAYS = { fr: 'fr-FR', en: 'en-GB' } as const;
const dayOf = (at: string, language: 'fr' | 'en', style: 'long' | 'short' = 'long') =>
	new Intl.DateTimeFormat(DAYS[language], {
		weekday: style,
		day: 'numeric',
		month: style,
		timeZone: ZONE
	}).format(new Date(at));

async function anOrderAhead(house: House) {
	const answer = await fetch(`${house.url}/api/shops/gare/quote`);
	const { ways } = (await answer.json()) as QuoteAnswer;
	const wantedAt = ways.collection.slots.at(-1)?.to ?? '';
	const placed = await house.place({ fulfilment: 'collection', address: undefined, wantedAt });
	await house.act('cook', placed.order.id, 'accept');
	return { ...placed, wantedAt };
}

const promise = (house: House, order: string, inHours: number) =>
	house.db.query(
		`update orders set promised_at = clock_timestamp() + make_interval(secs => $2) where id = $1`,
		[order, inHours * 3600]
	);

for (const language of ['fr', 'en'] as const)
	test(`an order ahead is told with its day, and not as begun soon (${language})`, async ({
		house,
		people
	}) => {
		const { order, token, wantedAt } = await anOrderAhead(house);
		const day = dayOf(wantedAt, language);
		const page = await people.comes('anybody', { language });
		await new Tracking(page).of(token);

		await expect(page.getByTestId('promise')).toContainText(day);
		await expect(page.getByTestId('stage-said')).toContainText(day);
		await expect(page.getByTestId('stage-said')).not.toContainText(/bientôt|soon/);

		const desk = new Manager(await people.comes('manager', { language }));
		const short = dayOf(wantedAt, language, 'short');
		await desk.open(`/manage/gare?order=${order.id}`);
		await expect(desk.page.getByTestId('order-panel').getByTestId('promise')).toContainText(short);
		await desk.page.goto(`/manage/gare/orders/${order.id}`);
		await expect(desk.page.getByTestId('promised')).toContainText(short);
	});

test('a promise for tomorrow is written with its day, one for now without', async ({
	house,
	people
}) => {
	const { order, token } = await house.place();
	const page = await people.comes('anybody');
	const told = page.getByTestId('promise');
	const tomorrow = new Date(Date.now() + 25 * 3_600_000).toISOString();

	await promise(house, order.id, 25);
	await new Tracking(page).of(token);
	await expect(told).toContainText(`Prévue pour ${dayOf(tomorrow, 'fr')}`);

	await promise(house, order.id, 0);
	await expect(told).not.toContainText(dayOf(new Date().toISOString(), 'fr'));
});

test('what nobody has seen is told as estimated; what is certain never is', async ({
	house,
	people
}) => {
	const driver = await house.startShift();
	const { order, token } = await house.place();
	const { db } = house;
	await house.act('cook', order.id, 'accept', 'start');
	const page = await people.comes('anybody');
	const tracking = await new Tracking(page).of(token);
	const stage = page.getByTestId('stage-now');
	const left = page.getByTestId('left');

	await expect(left).toContainText('(estimé)');
	await expect(stage).not.toContainText('estimé');
	await db.query(`update orders set evidence = 'timer' where id = $1`, [order.id]);
	await expect(stage).toContainText('(estimé)');

	await house.act('cook', order.id, 'bake', 'box');
	await house.assign(order.id, driver);
	await house.act('manager', order.id, 'pick_up');
	await expect(tracking.order(order.id)).toHaveAttribute('data-status', 'out');
	await expect(stage).not.toContainText('estimé');
	await expect(left).toContainText('(estimé)');
	await house.act('manager', order.id, 'arrive');
	await expect(tracking.order(order.id)).toHaveAttribute('data-status', 'at_door');
	await expect(left).toHaveCount(0);
});

test('an order that a timer has ended is shown as ended', async ({ house, people }) => {
	const { order, token } = await house.place();
	await house.db.query(`update orders set status = 'cancelled', evidence = 'timer' where id = $1`, [
		order.id
	]);
	const page = await people.comes('anybody');
	const tracking = await new Tracking(page).of(token);

	await expect(tracking.order(order.id)).toHaveAttribute('data-status', 'cancelled');
	await expect(page.getByTestId('order')).not.toContainText('estimé');
});
