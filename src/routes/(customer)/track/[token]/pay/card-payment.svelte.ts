/** Paying by card on our page: the states of the form around Stripe's Payment Element. */

import { m } from '$lib/paraglide/messages.js';
import type { PaymentElement, StripeActions, StripeCheckout } from './stripe-js.ts';

/**
 * `loading`: Stripe's fields are on their way. `blocked`: they did not come. `paid`: Stripe has accepted, and the
 * page leaves.
 */
type State = 'loading' | 'blocked' | 'ready' | 'paying' | 'paid';

interface Ways {
	/** Loads Stripe.js and makes the session's checkout. Rejects when Stripe cannot be reached. */
	open(): Promise<StripeCheckout>;
	/** Address to which Stripe sends the customer back, where a card asks for that. */
	returnUrl: string;
	/** Called when Stripe has accepted: the server then looks at the payment itself. */
	onPaid(): void;
}

const NO_WALLETS = { applePay: 'never', googlePay: 'never', link: 'never' } as const;
/** After this Stripe's fields count as blocked, in ms. */
const LIMIT_MS = 20_000;

export class CardPayment {
	state = $state<State>('loading');
	/** What went wrong, in words. */
	problem = $state('');
	/** The mail address that Stripe asks for; not shown where our server gave one. */
	email = $state('');
	emailFault = $state('');
	asksEmail = $state(false);
	/** What Stripe will charge, in minor units; null until it says so. */
	charged = $state<{ amountMinor: number; currency: string } | null>(null);

	readonly #ways: Ways;
	#element: PaymentElement | undefined;
	#actions: StripeActions | undefined;
	/** Raised by each opening: what an older one brings is thrown away. */
	#opening = 0;

	constructor(ways: Ways) {
		this.#ways = ways;
	}

	get isBusy(): boolean {
		return this.state === 'paying' || this.state === 'paid';
	}

	/** Puts Stripe's fields into the page; again after a failure. */
	async open(into: HTMLElement): Promise<void> {
		this.close();
		this.state = 'loading';
		this.problem = '';
		try {
			await within(LIMIT_MS, this.#mount(into));
			this.state = 'ready';
		} catch {
			this.close();
			this.state = 'blocked';
		}
	}

	close(): void {
		this.#opening += 1;
		this.#element?.destroy();
		this.#element = undefined;
		this.#actions = undefined;
	}

	/** Pays with what is typed. A second press while the first one is under way does nothing. */
	async pay(): Promise<void> {
		if (this.state !== 'ready' || !this.#actions) return;
		this.problem = '';
		const email = this.email.trim();
		this.emailFault =
			this.asksEmail && !/^\S+@\S+\.\S+$/.test(email) ? m.pay_card_email_wrong() : '';
		if (this.emailFault) return;
		this.state = 'paying';
		try {
			const result = await this.#actions.confirm({
				returnUrl: this.#ways.returnUrl,
				redirect: 'if_required',
				...(this.asksEmail && { email })
			});
			if (result.type === 'success') return this.#paid();
			this.problem = result.error.message || m.pay_card_unsure();
		} catch {
			// The answer is lost: the server's look decides, and a second press charges nothing more.
			this.problem = m.pay_card_unsure();
		}
		this.state = 'ready';
	}

	async #mount(into: HTMLElement): Promise<void> {
		const opening = this.#opening;
		const checkout = await this.#ways.open();
		const loaded = await checkout.loadActions();
		if (opening !== this.#opening) return;
		if (loaded.type === 'error') throw new Error(loaded.error.message);
		const session = loaded.actions.getSession();
		const { minorUnitsAmount } = session.total.total;
		this.charged = { amountMinor: minorUnitsAmount, currency: session.currency.toUpperCase() };
		this.asksEmail = session.email === null;
		const element = checkout.createPaymentElement({ wallets: NO_WALLETS });
		this.#element = element;
		this.#actions = loaded.actions;
		const ready = new Promise<void>((resolve, reject) => {
			element.on('ready', resolve);
			element.on('loaderror', () => reject(new Error('the fields could not be loaded')));
		});
		element.mount(into);
		await ready;
	}

	#paid(): void {
		this.state = 'paid';
		this.#ways.onPaid();
	}
}

/** Rejects when the work takes longer. */
function within(ms: number, work: Promise<void>): Promise<void> {
	const { promise, reject } = Promise.withResolvers<never>();
	const timer = setTimeout(() => reject(new Error('it took too long')), ms);
	return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
