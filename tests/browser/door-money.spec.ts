import { Driver, Kitchen, Shopper } from '../support/pages/pages.ts';
import { findings } from '../support/pages/axe.ts';
import { expect, test, type House } from './house.ts';
import { fits } from './scene.ts';

const PHONE = { width: 390, height: 844 };

/** What was taken for an order, as it is stored. */
async function takenFor({ db }: House, order: string) {
	const { rows } = await db.query<{ kind: string; minor: number; tip: boolean }>(
		`select kind, amount_minor as minor, is_tip as tip from door_taking where order_id = $1
			order by id`,
		[order]
	);
	return rows;
}

test('the cash that a customer names is on their page, at the driver’s stop and in the sum to give back', async ({
	house,
	people
}) => {
	const page = await people.comes('anybody');
	const shopper = new Shopper(page);
	await shopper.chooseShop('gare');
	for (let n = 0; n < 2; n++) await shopper.add('margherita');
	await shopper.fillIn({
		name: 'Monnaie Sur',
		phone: '06 39 98 01 41',
		street: '3 rue des Tanneurs'
	});
	await page.setViewportSize(PHONE);
	const cash = page.getByTestId('change-from');
	const sum = cash.locator('[name="changeSum"]');
	await expect(sum).toBeHidden();
	await cash.locator('select').selectOption('other');
	await sum.fill('5');
	await page.getByTestId('place').click();
	await expect(cash.getByTestId('field-error')).toBeVisible();
	await fits(page, 'checkout with too little cash');
	expect(await findings(page)).toEqual([]);
	await sum.fill('60');
	const token = await shopper.placeOrder();
	await expect(page.getByTestId('pays-with')).toContainText(/60,00\s€/);

	const id = (await page.locator('[data-order-id]').getAttribute('data-order-id')) ?? '';
	const { rows } = await house.db.query<{ back: number }>(
		'select 6000 - amount_minor as back from payment where order_id = $1',
		[id]
	);
	const back = new RegExp(`${((rows[0]?.back ?? 0) / 100).toFixed(2).replace('.', ',')}\\s€`);
	const driver = new Driver(await people.comes('driver', { viewport: PHONE }));
	await driver.atWork();
	const me = await driver.startShift();
	await house.act('manager', id, 'accept', 'start', 'bake', 'box');
	await house.assign(id, me);
	const bring = driver.order(id).getByTestId('bring-change');
	await expect(bring).toContainText(/60,00\s€/);
	await expect(bring).toContainText(back);
	for (const action of ['pick_up', 'arrive'] as const) await driver.step(id, action);
	await driver.order(id).getByTestId('action').click();
	await expect(driver.page.getByTestId('change')).toContainText(back);
	await driver.paid('cash').click();
	await expect(driver.order(id)).toHaveCount(0);
	await expect.poll(async () => (await house.stateOf(id)).status).toBe('delivered');
	await page.goto(`/track/${token}`);
	await expect(page.getByTestId('receipt-link')).toBeVisible();
});

test('at the counter an order is paid in parts with a tip, and another by voucher', async ({
	house,
	people
}) => {
	const collected = {
		fulfilment: 'collection' as const,
		address: undefined,
		lines: [{ product: 'reine', size: 'l', quantity: 2 }]
	};
	const orders = [await house.place(collected), await house.place(collected)];
	for (const { order } of orders)
		await house.act('cook', order.id, 'accept', 'start', 'bake', 'box');
	const [first, second] = orders.map(({ order }) => order);
	const page = await people.comes('counter', { viewport: { width: 1920, height: 1080 } });
	const kitchen = await new Kitchen(page).at('gare');
	const panel = page.getByTestId('collect-panel');

	await kitchen.bump(first!.id, 'collect');
	await expect(panel).toContainText('à encaisser');
	await panel.getByTestId('in-parts').click();
	const part = (kind: string) => panel.locator(`[data-testid="part"][data-kind="${kind}"]`);
	await part('voucher').fill('11');
	await panel.getByTestId('takings-confirm').click();
	await expect(panel.getByTestId('takings-rest')).toContainText('Il manque');
	await expect(kitchen.order(first!.id)).toHaveAttribute('data-status', 'boxed');
	await panel.locator('[data-testid="fill"][data-kind="card"]').click();
	await panel.getByTestId('tip').fill('1,50');
	await fits(page, 'paying in parts at the counter');
	expect(await findings(page)).toEqual([]);
	await panel.getByTestId('takings-confirm').click();
	await expect(kitchen.order(first!.id)).toHaveCount(0);
	await expect
		.poll(() => takenFor(house, first!.id))
		.toEqual([
			{ kind: 'card', minor: first!.total - 1100, tip: false },
			{ kind: 'voucher', minor: 1100, tip: false },
			{ kind: 'cash', minor: 150, tip: true }
		]);

	await kitchen.isFree(second!.id);
	await kitchen.bump(second!.id, 'collect');
	await panel.getByTestId('in-parts').click();
	await panel.locator('[data-testid="paid"][data-kind="voucher"]').click();
	await expect(kitchen.order(second!.id)).toHaveCount(0);
	await expect
		.poll(() => takenFor(house, second!.id))
		.toEqual([{ kind: 'voucher', minor: second!.total, tip: false }]);
});
