import { Driver, Kitchen, Manager, Shopper, signIn, Tracking } from '../support/pages/pages.ts';
import type { Status } from '#domain/order/order.ts';
import { STATUS_WORDS } from '#domain/order/order-words.ts';
import { DEMO_PASSWORD } from '../../db/demo/staff.ts';
import { expect, SIGN_INS, test } from './house.ts';

test('an order lives on four screens at once, from the basket to the door, without a reload', async ({
	people
}) => {
	const kitchen = new Kitchen(await people.comes('anybody'));
	const manager = new Manager(await people.comes('anybody', { language: 'en' }));
	const driver = new Driver(await people.comes('anybody'));
	const customerPage = await people.comes('anybody');
	const shopper = new Shopper(customerPage);
	const customer = new Tracking(customerPage);

	await test.step('the staff sign in and begin', async () => {
		await kitchen.page.goto('/kitchen/gare');
		await signIn(kitchen.page, SIGN_INS.cook, DEMO_PASSWORD);
		await manager.page.goto('/manage/gare');
		await signIn(manager.page, SIGN_INS.manager, DEMO_PASSWORD);
		await driver.page.goto('/sign-in');
		await signIn(driver.page, SIGN_INS.driver, DEMO_PASSWORD);
		for (const screen of [kitchen, manager, driver]) await (await screen.isLive()).mark();
	});
	const driverId = await driver.startShift();
	await expect(manager.driver(driverId)).toHaveAttribute('data-state', 'free');

	const token = await test.step('the customer orders', async () => {
		await shopper.chooseShop('gare');
		await customer.mark();
		await shopper.add('margherita');
		await shopper.add('margherita');
		await shopper.fillIn({
			name: 'Camille Durand',
			phone: '0639980101',
			street: '3 rue du Pont-Neuf'
		});
		return shopper.placeOrder();
	});
	expect(token).toMatch(/^[\w-]{20,}$/);
	const id = (await customerPage.locator('[data-order-id]').getAttribute('data-order-id')) ?? '';

	const allShow = async (status: Status) => {
		await expect(customer.stage).toContainText(STATUS_WORDS[status].fr);
		await expect(customer.order(id)).toHaveAttribute('data-status', status);
		await expect(manager.order(id).getByTestId('status')).toContainText(STATUS_WORDS[status].en);
		await expect(manager.order(id)).toHaveAttribute('data-status', status);
		await expect(kitchen.order(id)).toHaveAttribute('data-status', status);
	};

	await test.step('the kitchen works it', async () => {
		await allShow('placed');
		for (const [action, status] of [
			['accept', 'accepted'],
			['start', 'making'],
			['bake', 'in_oven'],
			['box', 'boxed']
		] as const) {
			await kitchen.bump(id, action);
			await allShow(status);
			await kitchen.lifted();
		}
	});

	await test.step('the manager gives it to the driver by hand', async () => {
		await expect(driver.order(id)).toHaveCount(0);
		await manager.assign(id, driverId);
		await expect(driver.order(id)).toHaveAttribute('data-status', 'boxed');
		await expect(manager.driver(driverId)).toHaveAttribute('data-state', 'waiting');
		await expect(kitchen.order(id)).toContainText('Karim');
	});

	await test.step('the driver brings it', async () => {
		await driver.step(id, 'pick_up');
		await expect(customer.order(id)).toHaveAttribute('data-status', 'out');
		await expect(customer.page.getByTestId('driver')).toContainText('Karim');
		await expect(manager.order(id)).toHaveAttribute('data-status', 'out');
		await expect(kitchen.order(id)).toHaveCount(0);
		await expect(driver.order(id).getByTestId('collect')).toContainText('€');

		await driver.step(id, 'arrive');
		await expect(customer.order(id)).toHaveAttribute('data-status', 'at_door');
		await expect(manager.order(id)).toHaveAttribute('data-status', 'at_door');

		await driver.step(id, 'deliver');
		await expect(customer.order(id)).toHaveAttribute('data-status', 'delivered');
		await expect(customer.stage).toContainText('Livrée');
		await expect(manager.order(id)).toHaveCount(0);
		await expect(manager.driver(driverId)).toHaveAttribute('data-state', 'free');
		await expect(driver.order(id)).toHaveCount(0);
	});

	for (const screen of [customer, kitchen, manager, driver]) {
		await screen.isFresh();
		await screen.wasNotReloaded();
	}
});
