import { expect, test, vi } from 'vitest';
import { CardPayment } from './card-payment.svelte.ts';
import type { StripeActions, StripeCheckout } from './stripe-js.ts';

type Confirmed = Awaited<ReturnType<StripeActions['confirm']>>;

/** A form whose Stripe answers as the test says. */
function aForm(answer: () => Promise<Confirmed>, email: string | null = 'camille@example.test') {
	const confirm = vi.fn<StripeActions['confirm']>(answer);
	const onPaid = vi.fn<() => void>();
	const destroy = vi.fn<() => void>();
	const checkout: StripeCheckout = {
		createPaymentElement: () => ({
			mount: () => {},
			on: (event, handle) => void (event === 'ready' && queueMicrotask(handle)),
			destroy
		}),
		loadActions: async () => ({
			type: 'success',
			actions: {
				getSession: () => ({
					email,
					currency: 'eur',
					minorUnitsAmountDivisor: 100,
					total: { total: { minorUnitsAmount: 2350 } }
				}),
				confirm
			}
		})
	};
	const open = vi.fn<() => Promise<StripeCheckout>>(async () => checkout);
	const form = new CardPayment({ open, returnUrl: 'https://pizza.example/paid', onPaid });
	return { form, confirm, onPaid, open, destroy };
}

const NOWHERE = {} as HTMLElement;
const success = async (): Promise<Confirmed> => ({ type: 'success' });

test('shows what Stripe will charge, and leaves once Stripe has accepted', async () => {
	const { form, onPaid } = aForm(success);
	await form.open(NOWHERE);
	expect(form.charged).toEqual({ amountMinor: 2350, currency: 'EUR' });
	await form.pay();

	expect(form.state).toBe('paid');
	expect(onPaid).toHaveBeenCalledOnce();
});

test('presses while a payment is under way, and after it, do nothing', async () => {
	const { form, confirm, onPaid } = aForm(success);
	await form.open(NOWHERE);
	await Promise.all([form.pay(), form.pay(), form.pay()]);
	await form.pay();

	expect(confirm).toHaveBeenCalledOnce();
	expect(onPaid).toHaveBeenCalledOnce();
});

test('a declined card is said in the words of Stripe, and another one may pay', async () => {
	const { form, confirm } = aForm(async () => ({ type: 'error', error: { message: 'Refusée.' } }));
	await form.open(NOWHERE);
	await form.pay();
	expect(form.problem).toBe('Refusée.');
	confirm.mockImplementation(success);
	await form.pay();

	expect(form.problem).toBe('');
	expect(form.state).toBe('paid');
});

test('a lost answer is no refusal: the form can be pressed again', async () => {
	const { form } = aForm(() => Promise.reject(new Error('network')));
	await form.open(NOWHERE);
	await form.pay();

	expect(form.state).toBe('ready');
	expect(form.problem).not.toBe('');
});

test('a mail address is asked for where the session has none', async () => {
	const { form, confirm } = aForm(success, null);
	await form.open(NOWHERE);
	form.email = 'camille@';
	await form.pay();
	expect(form.emailFault).not.toBe('');
	expect(confirm).not.toHaveBeenCalled();
	form.email = ' camille@example.test ';
	await form.pay();

	expect(confirm).toHaveBeenCalledWith(expect.objectContaining({ email: 'camille@example.test' }));
});

test('a script that is blocked is said, and can be tried again', async () => {
	const { form, open } = aForm(success);
	open.mockRejectedValueOnce(new Error('blocked'));
	await form.open(NOWHERE);
	expect(form.state).toBe('blocked');
	await form.pay();
	await form.open(NOWHERE);

	expect(form.state).toBe('ready');
});

test('fields that come after their page was left are thrown away', async () => {
	const { form, open, destroy } = aForm(success);
	const late = Promise.withResolvers<StripeCheckout>();
	open.mockReturnValueOnce(late.promise);
	const opening = form.open(NOWHERE);
	form.close();
	late.reject(new Error('left'));
	await opening;

	expect(destroy).not.toHaveBeenCalled();
	expect(form.charged).toBeNull();
});
