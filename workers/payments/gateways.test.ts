import { expect, test } from 'vitest';
import { withDouble } from '../../doubles/payments/tests/house.ts';
import { opened } from '../../tests/support/payments/gateways.ts';
import { openGateways } from './gateways.ts';

const stripe = { secretKey: 'sk_test_double' };
const paypal = { clientId: 'double', clientSecret: 'double-secret' };

test('a provider without keys has no gateway', () => {
	const none = {
		mode: 'test',
		doubleUrl: undefined,
		stripe: undefined,
		paypal: undefined
	} as const;

	expect([...openGateways(none).keys()]).toEqual([]);
	expect([...openGateways({ ...none, stripe }).keys()]).toEqual(['stripe']);
	expect([...openGateways({ ...none, paypal }).keys()]).toEqual(['paypal']);
});

test('both gateways lead to the double when it is set', () =>
	withDouble(async (double) => {
		const gateways = openGateways({ mode: 'test', doubleUrl: double.url, stripe, paypal });
		for (const gateway of gateways.values()) {
			const { intent, payUrl } = await opened(gateway);
			expect(payUrl).toContain(double.url);
			expect(await gateway.look(intent)).toMatchObject({ state: 'open', amountMinor: 2350 });
		}

		expect([...gateways.keys()]).toEqual(['stripe', 'paypal']);
	}));
