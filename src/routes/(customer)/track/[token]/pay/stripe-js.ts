/** The few calls of Stripe.js that the pay page uses, and its loading. Stripe allows no copy of the script. */

/** A failure in words for the customer. */
interface Failed {
	type: 'error';
	error: { message: string };
}

/** A payment session as the browser sees it. */
export interface StripeSession {
	/** The customer's mail address, where our server gave it. */
	email: string | null;
	/** ISO 4217, lower case. */
	currency: string;
	minorUnitsAmountDivisor: number;
	/** Stripe refuses to confirm unless this was read: it is what will be charged. */
	total: { total: { minorUnitsAmount: number } };
}

export interface StripeActions {
	getSession(): StripeSession;
	confirm(options: {
		returnUrl: string;
		redirect: 'if_required';
		email?: string;
	}): Promise<{ type: 'success' } | Failed>;
}

export interface PaymentElement {
	mount(into: HTMLElement): void;
	on(event: 'ready' | 'loaderror', handle: () => void): void;
	destroy(): void;
}

export interface StripeCheckout {
	createPaymentElement(options: {
		wallets: Record<'applePay' | 'googlePay' | 'link', 'never'>;
	}): PaymentElement;
	loadActions(): Promise<{ type: 'success'; actions: StripeActions } | Failed>;
}

/** Stripe's appearance: its theme, and our colours and sizes. */
export interface Appearance {
	theme: 'stripe' | 'night';
	variables: Record<string, string>;
}

type StripeConstructor = (
	publishableKey: string,
	options: { locale: string; stripeAccount?: string }
) => {
	initCheckoutElementsSdk(options: {
		clientSecret: string;
		elementsOptions: { appearance: Appearance };
	}): StripeCheckout;
};

declare global {
	interface Window {
		Stripe?: StripeConstructor;
	}
}

/** After this a script that has not come counts as blocked, in ms. */
const LIMIT_MS = 15_000;

/** Loads Stripe.js from its own host. Rejects when it is blocked, or has not come within 15 s. */
export async function loadStripe(url: string): Promise<StripeConstructor> {
	if (window.Stripe) return window.Stripe;
	const script = document.createElement('script');
	const loaded = new Promise<void>((resolve, reject) => {
		const fail = () => reject(new Error('Stripe.js could not be loaded'));
		script.onload = () => resolve();
		script.onerror = fail;
		setTimeout(fail, LIMIT_MS);
	});
	script.src = url;
	document.head.append(script);
	try {
		await loaded;
	} catch (error) {
		script.remove();
		throw error;
	}
	if (!window.Stripe) throw new Error('Stripe.js has no Stripe');
	return window.Stripe;
}
