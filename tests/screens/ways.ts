import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { LAZY_CHUNKS, Shopper } from '../support/pages/pages.ts';

/** Steps on a page before its screenshot. */
export type Way = (page: Page) => Promise<void>;

/** Waits until the page is hydrated. */
export const ready: Way = async (page) => {
	await page.locator('[data-ready="true"]').first().waitFor();
};

/** Waits for the first pictures of the page. */
export const pictured: Way = async (page) => {
	await page.waitForFunction(() => {
		const [first] = document.images;
		return first?.complete && first.naturalWidth > 0;
	});
	await page.waitForLoadState('networkidle');
};

/** Clicks the first match and waits for the result. */
export const press =
	(testId: string, shown: string): Way =>
	async (page) => {
		await page.getByTestId(testId).first().click();
		await page.getByTestId(shown).first().waitFor();
	};

/** Clicks a button that moves an order. */
export const step =
	(action: string, shown: string): Way =>
	async (page) => {
		await page.locator(`[data-testid="action"][data-action="${action}"]`).first().click();
		await page.getByTestId(shown).first().waitFor();
	};

/** Starts a refusal on the manager's page, which asks for the reason. */
export const refuseOnDesk: Way = async (page) => {
	await page.locator('[data-testid="panel-action"][data-action="refuse"]').click();
	await page.getByTestId('confirm').waitFor();
};

export const openBuilder: Way = async (page) => {
	await ready(page);
	await page.locator('[data-product="reine"]').getByTestId('choose').first().click();
	await page.getByTestId('dialog').waitFor();
};

/** Adds three products through the menu. */
export const fillBasket: Way = async (page) => {
	await ready(page);
	const shopper = new Shopper(page);
	for (const product of ['reine', 'margherita', 'wings']) await shopper.add(product);
};

/** On a phone a bar leads to the basket; on a desktop it is next to the menu. */
export const showBasket: Way = async (page) => {
	await fillBasket(page);
	const bar = page.getByTestId('basket-bar');
	if (await bar.isVisible()) await bar.click();
	await page.getByTestId('to-checkout').waitFor();
};

/** Removes everything from the basket. */
export const emptyBasket: Way = async (page) => {
	await showBasket(page);
	const lines = page.getByTestId('basket-line');
	while ((await lines.count()) > 0) {
		const left = await lines.count();
		await lines.first().locator('button[name="quantity"]').first().click();
		await expect(lines).toHaveCount(left - 1);
	}
};

export const goToCheckout: Way = async (page) => {
	await showBasket(page);
	await page.getByTestId('to-checkout').click();
	await page.locator('[data-screen="checkout"][data-ready="true"]').waitFor();
};

export const chooseCollection: Way = async (page) => {
	await goToCheckout(page);
	await page.locator('input[name="fulfilment"][value="collection"]').check({ force: true });
	await expect(page.locator('#street')).toBeHidden();
};

/** Submits the checkout with empty fields. */
export const forgetFields: Way = async (page) => {
	await goToCheckout(page);
	await page.getByTestId('place').click();
	await page.getByTestId('fields-wrong').waitFor();
	await page.evaluate(() => scrollTo(0, 0));
};

export const putPin: Way = async (page) => {
	await goToCheckout(page);
	await page.locator('#street').fill('12 bis boulevard du Jeu-de-Paume');
	await page.getByTestId('open-map').click();
	await mapIsDrawn(page);
	await page
		.getByTestId('pin-map')
		.first()
		.evaluate((map) => map.scrollIntoView({ block: 'end' }));
};

export const lookFor =
	(words: string): Way =>
	async (page) => {
		await ready(page);
		await page.getByTestId('search').fill(words);
	};

export const avoidAllergens: Way = async (page) => {
	await ready(page);
	await page.getByTestId('allergen-filter').click();
	await page.locator('input[name="without"]').nth(1).check({ force: true });
};

export const findNear: Way = async (page) => {
	await page.getByTestId('near').locator('input').first().fill('12 rue des Tanneurs');
	await page.getByTestId('near').locator('button[type="submit"]').click();
	await page.getByTestId('distance').first().waitFor();
};

export const wrongPassword: Way = async (page) => {
	await ready(page);
	await page.locator('#email').fill('cuisine.gare@oc-pizza.example');
	await page.locator('#password').fill('pizza-margherita');
	await page.getByTestId('sign-in').click();
	await page.getByTestId('fault').waitFor();
};

export const openRecipe: Way = async (page) => {
	await page.getByTestId('ticket').getByTestId('recipe').first().click();
	await page.getByTestId('recipe-card').waitFor();
};

/** Waits for the map, which is rendered in software without a graphics card. */
export const mapIsDrawn: Way = async (page) => {
	await page
		.locator('[data-testid="map"][data-state="drawn"]')
		.first()
		.waitFor({ timeout: 30_000 });
};

/** Cuts the network; the page must show it within ten seconds and a little. */
export const cutOff: Way = async (page) => {
	if ((await page.getByTestId('map').count()) > 0) await mapIsDrawn(page);
	await page.context().setOffline(true);
	await page.locator('[data-stale="true"]').waitFor({ timeout: 20_000 });
};

/** Reloads the driver's phone without a network. */
export const reopenOffline: Way = async (page) => {
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await page.waitForTimeout(1000);
	await page.context().setOffline(true);
	await page.reload();
};

/** Waits until the shop has the phone's position. */
export const isSeen: Way = async (page) => {
	await page.locator('[data-testid="position"].good').waitFor({ timeout: 15_000 });
};

/** The driver has not allowed access to the phone's position. */
export const isHidden: Way = async (page) => {
	await page.locator('[data-tracking="denied"]').waitFor();
};

/** The browser does not play sounds, although there was a tap. */
export const silence: Way = async (page) => {
	await page.evaluate(() =>
		Object.defineProperty(AudioContext.prototype, 'state', { get: () => 'suspended' })
	);
	await page.getByTestId('sound-gate').locator('button').click();
	await page.locator('[data-testid="sound-gate"][data-voice="blocked"]').waitFor();
};

/** The customer cancels an order that the kitchen shows: the first one that is still open. */
export const cancelOneOf =
	(tokens: readonly string[]): Way =>
	async (page) => {
		await page.getByTestId('ticket').first().waitFor();
		const isDone = await page.evaluate(async (all) => {
			for (const token of all) {
				const answer = await fetch(`/api/track/${token}/cancel`, { method: 'POST' });
				if (answer.ok) return true;
			}
			return false;
		}, tokens);
		if (!isDone) throw new Error('no order was left to cancel');
		await page.getByTestId('gone').first().waitFor();
	};

/** A customer changes an accepted order: the first of these that is unchanged. */
export const changeOneOf =
	(orders: readonly { token: string; order: { id: string } }[]): Way =>
	async (page) => {
		const ticketOf = (id: string) => page.locator(`[data-order-id="${id}"]`);
		await ticketOf(orders[0]!.order.id).waitFor();
		const isChanged = ({ order }: (typeof orders)[number]) =>
			ticketOf(order.id).locator('[data-voided="true"]').count();
		const counts = await Promise.all(orders.map(isChanged));
		const { token, order } = orders[counts.indexOf(0)]!;
		const ticket = ticketOf(order.id);
		const version = Number(await ticket.getAttribute('data-version'));
		const lines = ['kebab', 'margherita'].map((product) => ({ product, size: 'm', quantity: 1 }));
		const answer = await page.request.post(`/api/track/${token}/change`, {
			data: { version, lines }
		});
		if (!answer.ok()) throw new Error(`the change was answered ${answer.status()}`);
		await ticket.locator('[data-voided="true"]').first().waitFor();
		await ticket.scrollIntoViewIfNeeded();
	};

/** Opens a shop with an id that is taken. */
export const openShopTwice: Way = async (page) => {
	await page.locator('details:has([data-testid="open-shop"]) summary').click();
	for (const [field, words] of [
		['name', 'OC Pizza Gare'],
		['id', 'gare'],
		['street', '4 place de la Gare'],
		['phone', '+33465711001']
	])
		await page.locator(`#shop-${field}`).fill(words!);
	await page.getByTestId('open-shop').locator('button[type="submit"]').click();
	await page.getByTestId('fault').first().waitFor();
	await page.getByTestId('fault').first().scrollIntoViewIfNeeded();
};

/** Uploads a file that is not a photo. */
export const sendNoPhoto: Way = async (page) => {
	const file = { name: 'reine.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no photo') };
	await page.getByTestId('photo-file').first().setInputFiles(file);
	await page.locator('[data-sonner-toast]').first().waitFor();
};

/** One step after another. */
export const then =
	(...ways: Way[]): Way =>
	async (page) => {
		for (const way of ways) await way(page);
	};

const without =
	(address: string, way: Way): Way =>
	async (page) => {
		await page.route(address, (route) => route.abort());
		await way(page);
	};

/** Commands get no answer, and the page shows the failure. */
export const failing = (way: Way): Way => without('**/api/orders/**', way);

/** A lazy chunk of the page does not load. */
export const missing = (way: Way): Way => without(LAZY_CHUNKS, way);

/** A caller who ordered before, with the last order in the call. */
export const takeCall =
	(phone: string): Way =>
	async (page) => {
		await ready(page);
		await page.locator('#phone').fill(phone);
		await page.getByTestId('look-up').click();
		await page.getByTestId('as-last-time').click();
		await page.getByTestId('basket-line').first().waitFor();
		await page.getByTestId('call-total').waitFor();
	};

/** Selects two orders to assign them together. */
export const markTwo: Way = async (page) => {
	for (const at of [0, 1]) await page.getByTestId('select').nth(at).check();
	await page.getByTestId('selection').waitFor();
};

/** Drags an order on the map onto a driver. */
export const dragOnMap: Way = async (page) => {
	await mapIsDrawn(page);
	const driver = page.getByTestId('map-driver').filter({ hasText: 'Mathis' });
	const [from, to] = await Promise.all([
		page.getByTestId('map-order').first().boundingBox(),
		driver.boundingBox()
	]);
	if (!from || !to) throw new Error('no order or no driver on the map');
	await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
	await page.mouse.down();
	await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 6 });
};

export const view =
	(name: 'map' | 'drivers'): Way =>
	async (page) => {
		await page.locator(`[data-testid="view"][data-view="${name}"]`).click();
	};

/** Opens the refund of an order with its first line chosen; the dialog is a lazy chunk. */
export const openRefund: Way = async (page) => {
	const form = page.getByTestId('refund-form');
	await expect(async () => {
		await page.getByTestId('open-refund').click();
		await expect(form).toBeVisible({ timeout: 1000 });
	}).toPass();
	await form.locator('[name="part"][value="amount"]').check({ force: true });
	await form.getByTestId('refund-amount').fill('3,50');
	await form.getByTestId('consequences').locator('li').first().waitFor();
};

/** Opens the first row of a list of the back office. */
export const openRow: Way = async (page) => {
	await expect(async () => {
		await page.getByTestId('office-row').first().getByRole('button').click();
		await expect(page.getByTestId('office-form')).toBeVisible({ timeout: 1000 });
	}).toPass();
};

/** Types a price in its sheet, and waits for the effect. */
export const changePrice: Way = async (page) => {
	await openRow(page);
	await page.locator('#price-one').fill('3,10');
	await page.getByTestId('office-effect').waitFor();
};

/** Hands an order over from the desk, which asks how it was paid. */
export const collectOnDesk: Way = async (page) => {
	await page.locator('[data-testid="panel-action"][data-action="collect"]').click();
	await page.getByTestId('paid').first().waitFor();
};

/** The provider's fields are on our page. */
export const cardIsReady: Way = async (page) => {
	await page.locator('[data-testid="card-form"][data-state="ready"]').waitFor();
};

/** Chooses to pay at the door, with a sum in cash. */
export const payAtDoor: Way = async (page) => {
	await goToCheckout(page);
	await page.locator('[name="payment"][value="door"]').check({ force: true });
	await page.getByTestId('change-from').locator('select').selectOption('other');
	await page.locator('[name="changeSum"]').fill('60');
};
