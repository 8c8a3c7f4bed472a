import type { Locator, Page } from '@playwright/test';
import { OTHERS_MS } from '#domain/kitchen/aim.ts';
import type { Action } from '#domain/order/lifecycle.ts';
import type { PaymentKind } from '#domain/order/order.ts';
import { expect } from '@playwright/test';

/** Page objects of the screens, named as their users name things. */

const byOrder = (page: Page, testId: string, order: string): Locator =>
	page.locator(`[data-testid="${testId}"][data-order-id="${order}"]`);

/** Common to all live screens: the connection state and the last refusal. */
export class LiveScreen {
	readonly root: Locator;
	readonly banner: Locator;
	/** The message of the last refusal. */
	readonly fault: Locator;
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
		this.root = page.getByTestId('screen');
		this.banner = page.getByTestId('stale-banner');
		this.fault = page.getByTestId('fault');
	}

	/** Opens the path and waits until the feed is joined. */
	async open(path: string): Promise<this> {
		await this.page.goto(path);
		return this.isLive();
	}

	async isLive(): Promise<this> {
		await expect(this.root).toHaveAttribute('data-connection', 'live');
		return this;
	}

	async isFresh(): Promise<void> {
		await expect(this.root).toHaveAttribute('data-stale', 'false');
		await expect(this.banner).toHaveCount(0);
	}

	/** The orders on the screen: `number status version`, once per occurrence. */
	async shown(): Promise<string[]> {
		const cards = this.page.locator('[data-order-id][data-version]');
		const found = await cards.evaluateAll((all) =>
			(all as HTMLElement[]).map(
				({ dataset }) => `${dataset.number} ${dataset.status} ${dataset.version}`
			)
		);
		return found.toSorted();
	}

	/** Sets a marker in the page that a reload would remove. */
	async mark(): Promise<void> {
		await this.page.evaluate(() => Object.assign(window, { notReloaded: true }));
	}

	async wasNotReloaded(): Promise<void> {
		expect(await this.page.evaluate(() => 'notReloaded' in window)).toBe(true);
	}
}

/** The kitchen board: tickets in preparation, and the heat rack. */
export class Kitchen extends LiveScreen {
	/** Opens the board sorted by age, or the columns by stage. */
	at(shop: string, view: 'age' | 'stages' = 'age'): Promise<this> {
		return this.open(`/kitchen/${shop}?view=${view}`);
	}

	order(id: string): Locator {
		return byOrder(this.page, 'ticket', id);
	}

	action(id: string, action: Action): Locator {
		return this.order(id).locator(`[data-testid="action"][data-action="${action}"]`);
	}

	async bump(id: string, action: Action): Promise<void> {
		await this.action(id, action).click();
	}

	/** Waits until the ticket's next button is enabled again; key presses before are ignored. */
	async isFree(id: string): Promise<void> {
		await expect(this.order(id).getByTestId('action').first()).toBeEnabled();
	}

	/** Waits longer than a double tap may take; a faster second tap would be ignored. */
	async lifted(): Promise<void> {
		await this.page.waitForTimeout(600);
	}

	/** Until then a press means the button that was there before another screen's change. */
	async isCalm(): Promise<void> {
		await this.page.waitForTimeout(OTHERS_MS);
	}

	/** The order numbers on the board, in display order. */
	async numbers(): Promise<number[]> {
		const tickets = this.page.getByTestId('tickets').getByTestId('ticket');
		return tickets.evaluateAll((all) => all.map((one) => Number(one.dataset.number)));
	}
}

/** The manager's page: orders and drivers of a shop. */
export class Manager extends LiveScreen {
	at(shop: string): Promise<this> {
		return this.open(`/manage/${shop}`);
	}

	order(id: string): Locator {
		return byOrder(this.page, 'order', id);
	}

	driver(id: string): Locator {
		return this.page.locator(`[data-testid="driver"][data-driver-id="${id}"]`);
	}

	async assign(id: string, driver: string): Promise<void> {
		await this.order(id).getByTestId('assign').click();
		await this.page.locator(`[data-testid="assign-driver"][data-key="${driver}"]`).click();
	}
}

/** URL pattern of the lazy chunks, which a hydrated page loads on demand. */
export const LAZY_CHUNKS = '**/_app/immutable/chunks/*.js';

/** The driver's phone: shift and current stops. */
export class Driver extends LiveScreen {
	readonly me: Locator;

	constructor(page: Page) {
		super(page);
		this.me = page.getByTestId('driver');
	}

	/** Waits until the service worker has cached the offline page completely. */
	async shellIsKept(): Promise<void> {
		const isThere = () =>
			this.page.evaluate(async () => (await caches.match('/driver/offline')) !== undefined);
		await expect.poll(isThere, { timeout: 20_000 }).toBe(true);
	}

	atWork(): Promise<this> {
		return this.open('/driver');
	}

	order(id: string): Locator {
		return byOrder(this.page, 'stop', id);
	}

	async startShift(): Promise<string> {
		await this.page.getByTestId('shift').click();
		await expect(this.me).toHaveAttribute('data-on-shift', 'true');
		return (await this.me.getAttribute('data-driver-id')) ?? '';
	}

	/** Where payment is due, "delivered" asks for the payment method. */
	async step(id: string, action: Action, kind: PaymentKind = 'cash'): Promise<void> {
		const asks =
			action === 'deliver' &&
			/\d/.test((await this.order(id).getByTestId('collect').textContent()) ?? '');
		const button = this.order(id).locator(`[data-testid="action"][data-action="${action}"]`);
		// The button is disabled for a moment after a step, against double taps.
		await expect(button).not.toHaveAttribute('aria-busy', 'true');
		if (action === 'pick_up')
			for (const box of await this.order(id).getByTestId('packed').all()) await box.check();
		await button.click();
		if (asks) await this.paid(kind).click();
	}

	/** A button of the question about the payment method. */
	paid(kind: PaymentKind): Locator {
		return this.page.getByTestId('dialog').locator(`[data-testid="paid"][data-kind="${kind}"]`);
	}
}

/** The tracking page. */
export class Tracking extends LiveScreen {
	readonly stage: Locator;
	readonly cancelButton: Locator;

	constructor(page: Page) {
		super(page);
		this.stage = page.getByTestId('stage-now');
		this.cancelButton = page.getByTestId('cancel-order');
	}

	of(token: string): Promise<this> {
		return this.open(`/track/${token}`);
	}

	order(id: string): Locator {
		return byOrder(this.page, 'order', id);
	}

	/** Opens the confirmation and does not answer it. */
	async askToCancel(): Promise<Locator> {
		await this.cancelButton.click();
		return this.page.getByTestId('dialog').getByTestId('confirm');
	}
}

/** A customer from the list of shops to the checkout. */
export class Shopper {
	readonly page: Page;
	readonly basketLines: Locator;
	readonly total: Locator;

	constructor(page: Page) {
		this.page = page;
		this.basketLines = page.getByTestId('basket-line');
		this.total = page.getByTestId('basket').getByTestId('subtotal');
	}

	async chooseShop(shop: string): Promise<void> {
		await this.page.goto('/');
		await this.page.locator(`[data-shop="${shop}"]`).getByRole('link').click();
		await this.menuIsReady();
	}

	async menuIsReady(): Promise<void> {
		await expect(this.page.locator('[data-screen="menu"]')).toHaveAttribute('data-ready', 'true');
	}

	/** Adds a product to the basket with its default options. */
	async add(product: string): Promise<void> {
		const card = this.page.locator(`[data-testid="product"][data-product="${product}"]`);
		await card.getByTestId('choose').click();
		// A product with mandatory options leads to its own page; any other is added at once.
		if ((await card.getByRole('link').count()) === 0) return;
		const dialog = this.page.getByTestId('dialog');
		await dialog.getByTestId('add').click();
		await expect(dialog).toHaveCount(0);
	}

	async fillIn(who: { name: string; phone: string; street: string }): Promise<void> {
		await this.page.getByTestId('to-checkout').click();
		await expect(this.page.locator('[data-screen="checkout"]')).toHaveAttribute(
			'data-ready',
			'true'
		);
		const form = this.page.getByTestId('checkout');
		// A basket below the minimum is set to collection.
		await form.locator('[name="fulfilment"][value="delivery"]').check();
		await form.locator('#name').fill(who.name);
		await form.locator('#phone').fill(who.phone);
		await form.locator('#street').fill(who.street);
	}

	/** Places the order and waits for its tracking page; returns the token. */
	async placeOrder(): Promise<string> {
		await this.page.getByTestId('place').click();
		await this.page.waitForURL('**/track/*');
		return new URL(this.page.url()).pathname.split('/').at(-1) ?? '';
	}
}

/** Signs in with the form and waits for the next page. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
	await expect(page.locator('[data-screen="sign-in"]')).toHaveAttribute('data-ready', 'true');
	await page.locator('#email').fill(email);
	await page.locator('#password').fill(password);
	await page.getByTestId('sign-in').click();
	await page.waitForURL((url) => url.pathname !== '/sign-in');
}
