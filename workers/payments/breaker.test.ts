import { describe, expect, test } from 'vitest';
import { setKnobs, withDouble } from '../../doubles/payments/tests/house.ts';
import { newIntent, opened, pagesOf, refusalOf } from '../../tests/support/payments/gateways.ts';
import { Paused, withBreaker } from './breaker.ts';
import { Refused, Unsure, type Gateway } from './gateway.ts';
import { createStripeGateway } from './stripe.ts';

const noAnswer = new Error('connect ETIMEDOUT');
const tooMany = Object.assign(new Error('slow down'), { statusCode: 429 });

/** A breaker before a provider that answers as the test says, and a clock that the test moves. */
function setUp() {
	let now = 0;
	let calls = 0;
	let answer: () => Promise<undefined> = () => Promise.resolve(undefined);
	const act = () => {
		calls += 1;
		return answer();
	};
	const provider: Gateway = {
		provider: 'stripe',
		open: async () => {
			await act();
			return { providerId: 'cs_1', payUrl: 'http://localhost', clientSecret: null };
		},
		look: act,
		authorise: act,
		capture: act,
		release: act,
		close: act,
		refund: act
	};
	const gateway = withBreaker(provider, () => now);
	const call = () => refusalOrUndefined(gateway.look(newIntent()));
	return {
		gateway,
		call,
		calls: () => calls,
		pass: (ms: number) => (now += ms),
		answerWith: (next: () => Promise<undefined>) => (answer = next),
		async fail(times: number, error: Error = noAnswer) {
			answer = () => Promise.reject(error);
			for (let n = 0; n < times; n += 1) await call();
		}
	};
}

describe('the breaker', () => {
	test('fails at once after three calls without an answer, for ten seconds', async () => {
		const { fail, call, calls, pass } = setUp();
		await fail(3);

		expect(await call()).toBeInstanceOf(Paused);
		pass(9999);
		expect(await call()).toBeInstanceOf(Paused);
		expect(calls()).toBe(3);
		pass(1);
		expect(await call()).toBe(noAnswer);
		expect(calls()).toBe(4);
	});

	test('lets one call through then, and pauses again when that gets no answer', async () => {
		const { fail, call, calls, pass } = setUp();
		await fail(3);
		pass(10_000);
		const three = await Promise.all([call(), call(), call()]);

		expect(three).toEqual([noAnswer, expect.any(Paused), expect.any(Paused)]);
		expect(await call()).toBeInstanceOf(Paused);
		expect(calls()).toBe(4);
	});

	test('works as before once a call is answered', async () => {
		const { fail, call, calls, pass, answerWith } = setUp();
		await fail(3);
		pass(10_000);
		answerWith(() => Promise.resolve(undefined));

		expect(await call()).toBeUndefined();
		expect(await Promise.all([call(), call(), call()])).toEqual([undefined, undefined, undefined]);
		await fail(2);
		expect(await call()).toBe(noAnswer);
		expect(calls()).toBe(10);
	});

	test('counts failures in a row only', async () => {
		const { fail, call, answerWith } = setUp();
		await fail(2);
		answerWith(() => Promise.resolve(undefined));
		await call();
		await fail(2);

		expect(await call()).toBe(noAnswer);
	});

	test.each([new Refused('card_declined'), tooMany])('takes %o for an answer', async (error) => {
		const { fail, call } = setUp();
		await fail(5, error);

		expect(await call()).toBe(error);
	});

	test('takes a failure inside the provider for none', async () => {
		const { fail, call } = setUp();
		await fail(3, new Unsure('api_error'));

		expect(await call()).toBeInstanceOf(Paused);
	});

	test('guards every operation', async () => {
		const { fail, gateway, calls } = setUp();
		await fail(3);
		const intent = newIntent();
		const all = [
			gateway.open(intent, pagesOf(intent)),
			gateway.look(intent),
			gateway.authorise(intent, 'k'),
			gateway.capture(intent, 1, 'k'),
			gateway.release(intent, 'k'),
			gateway.close(intent, 'k'),
			gateway.refund(intent, { id: 'r', amountMinor: 1 }, 'k')
		];

		for (const call of all) expect(await refusalOf(call)).toBeInstanceOf(Paused);
		expect(calls()).toBe(3);
	});

	test('pauses a provider that closes every connection', () =>
		withDouble(async (double) => {
			const settings = { secretKey: 'sk_test_double', doubleUrl: double.url };
			const gateway = withBreaker(createStripeGateway(settings));
			const { intent } = await opened(gateway);
			await setKnobs(double, { down: true });
			for (let n = 0; n < 3; n += 1)
				expect(await refusalOf(gateway.look(intent))).not.toBeInstanceOf(Paused);

			expect(await refusalOf(gateway.look(intent))).toBeInstanceOf(Paused);
		}));
});

async function refusalOrUndefined(call: Promise<unknown>): Promise<unknown> {
	try {
		await call;
		return undefined;
	} catch (error) {
		return error;
	}
}
