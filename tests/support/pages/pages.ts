import type { Locator, Page } from '@playwright/test';
import { OTHERS_MS } from '#domain/kitchen/aim.ts';
import type { Action } from '#domain/order/lifecycle.ts';
import type { PaymentKind } from '#domain/order/order.ts';
import { expect } from '@playwright/test';

/** The screens in the words of the people who stand before them. */

const byOrder = (page: Page, testId: string, order: string): Locator =>
	page.locator(`[data-testid="${testId}"][data-order-id="${order}"]`);

/** What every live screen has: it says whether it is up to date, and what was refused. */
export class LiveScreen {
	readonly root: Locator;
	readonly banner: Locator;
	/** The last refusal, in words. */
	readonly fault: Locator;
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
		this.root = page.getByTestId('screen');
		this.banner = page.getByTestId('stale-banner');
		this.fault = page.getByTestId('fault');
	}

	/** Opens the address and waits until the hub feeds the screen. */
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

	/** What the screen shows of its orders: `number status version`, each as often as it stands there. */
	async shown(): Promise<string[]> {
		const cards = this.page.locator('[data-order-id][data-version]');
		const found = await cards.evaluateAll((all) =>
			(all as HTMLElement[]).map(
				({ dataset }) => `${dataset.number} ${dataset.status} ${dataset.version}`
			)
		);
		return found.toSorted();
	}

	/** Puts a mark into the page that a reload would wipe out. */
	async mark(): Promise<void> {
		await this.page.evaluate(() => Object.assign(window, { notReloaded: true }));
	}

	async wasNotReloaded(): Promise<void> {
		expect(await this.page.evaluate(() => 'notReloaded' in window)).toBe(true);
	}
}

/** The board of a kitchen: tickets at work, and the rack. */
export class Kitchen extends LiveScreen {
	/** One board by age, unless the columns by stage are asked for. */
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

	/** Waits until the ticket's next button takes a press again: a key before that is not obeyed. */
	async isFree(id: string): Promise<void> {
		await expect(this.order(id).getByTestId('action').first()).toBeEnabled();
	}

	/** Lets the time of a double tap pass, as any cook's next bump does: a quicker one is not meant. */
	async lifted(): Promise<void> {
		await this.page.waitForTimeout(600);
	}

	/** Until then a press means the button that stood there before another screen's step. */
	async isCalm(): Promise<void> {
		await this.page.waitForTimeout(OTHERS_MS);
	}

	/** The numbers on the board, as they hang there. */
	async numbers(): Promise<number[]> {
		const tickets = this.page.getByTestId('tickets').getByTestId('ticket');
		return tickets.evaluateAll((all) => all.map((one) => Number(one.dataset.number)));
	}
}

/** The orders and drivers of a shop, before its manager. */
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

/** Of a page that is alive, what it fetches only when it is asked for. */
export const LAZY_CHUNKS = '**/_app/immutable/chunks/*.js';

/** A driver's phone: the shift, and the stops in hand. */
export class Driver extends LiveScreen {
	readonly me: Locator;

	constructor(page: Page) {
		super(page);
		this.me = page.getByTestId('driver');
	}

	/** Waits until the page that reads a kept run is complete on this phone. */
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

	/** Where money is due, "delivered" asks how it was taken. */
	async step(id: string, action: Action, kind: PaymentKind = 'cash'): Promise<void> {
		const asks =
			action === 'deliver' &&
			/\d/.test((await this.order(id).getByTestId('collect').textContent()) ?? '');
		const button = this.order(id).locator(`[data-testid="action"][data-action="${action}"]`);
		// For a moment after a step it takes no press, against double taps.
		await expect(button).not.toHaveAttribute('aria-busy', 'true');
		if (action === 'pick_up')
			for (const box of await this.order(id).getByTestId('packed').all()) await box.check();
		await button.click();
		if (asks) await this.paid(kind).click();
	}

	/** The button of the question how the money was taken. */
	paid(kind: PaymentKind): Locator {
		return this.page.getByTestId('dialog').locator(`[data-testid="paid"][data-kind="${kind}"]`);
	}
}

/** The page behind a tracking link. */
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

	/** Opens the question and leaves the answer to `confirm`. */
	async askToCancel(): Promise<Locator> {
		await this.cancelButton.click();
		return this.page.getByTestId('dialog').getByTestId('confirm');
	}
}

/** The customer's way from the shops to the checkout. */
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

	/** Puts a product into the basket as it is offered. */
	async add(product: string): Promise<void> {
		const card = this.page.locator(`[data-testid="product"][data-product="${product}"]`);
		await card.getByTestId('choose').click();
		// What asks for a choice leads to the builder; anything else is in the basket at once.
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
		// A basket below the minimum leads to a collection.
		await form.locator('[name="fulfilment"][value="delivery"]').check();
		await form.locator('#name').fill(who.name);
		await form.locator('#phone').fill(who.phone);
		await form.locator('#street').fill(who.street);
	}

	/** Orders, and waits for the page that follows the order; gives its token. */
	async placeOrder(): Promise<string> {
		await this.page.getByTestId('place').click();
		await this.page.waitForURL('**/track/*');
		return new URL(this.page.url()).pathname.split('/').at(-1) ?? '';
	}
}

/** Signs in by the form, as people do, and waits for where it leads. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
	await expect(page.locator('[data-screen="sign-in"]')).toHaveAttribute('data-ready', 'true');
	await page.locator('#email').fill(email);
	await page.locator('#password').fill(password);
	await page.getByTestId('sign-in').click();
	await page.waitForURL((url) => url.pathname !== '/sign-in');
}
