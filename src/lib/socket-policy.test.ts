import { expect, test } from 'vitest';
import { withSockets } from './socket-policy.ts';

const POLICY = "default-src 'self'; connect-src 'self'; img-src 'self' data:";

test('pages may connect to the WebSockets of our own origins only', () => {
	const origins = ['https://pizza.example', 'http://localhost:3000', 'https://pizza.example'];

	expect(withSockets(POLICY, origins)).toBe(
		"default-src 'self'; connect-src wss://pizza.example ws://localhost:3000 'self'; img-src 'self' data:"
	);
});

test('a policy without a connect rule stays unchanged', () => {
	expect(withSockets("default-src 'none'", ['https://pizza.example'])).toBe("default-src 'none'");
});
