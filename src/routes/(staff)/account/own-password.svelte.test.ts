import { afterEach, expect, test, vi } from 'vitest';
import { OwnPassword } from './own-password.svelte.ts';

const answers = (status: number, body: unknown) => {
	const fetched = vi.fn(async (_path: string, _init?: RequestInit) =>
		Response.json(body, { status })
	);
	vi.stubGlobal('fetch', fetched);
	return fetched;
};
const typed = () => Object.assign(new OwnPassword(), { password: 'old', newPassword: 'new' });

afterEach(() => vi.unstubAllGlobals());

test('a change says how many devices it signed out, and empties the form', async () => {
	const fetched = answers(200, { devices: 3 });
	const own = typed();

	await own.save();

	expect(JSON.parse(String(fetched.mock.calls[0]?.[1]?.body))).toEqual({
		password: 'old',
		newPassword: 'new'
	});
	expect([own.signedOut, own.password, own.newPassword]).toEqual([3, '', '']);
});

test('a wrong password is said at its field, and what is typed stays', async () => {
	answers(422, { error: { code: 'wrong_password', message: 'No match.' } });
	const own = typed();

	await own.save();

	expect(own.errorOf('password')).toBe('No match.');
	expect(own.runner.fault).toBeUndefined();
	expect(own.newPassword).toBe('new');
});

test('a fault without a field is shown as a whole', async () => {
	answers(503, { error: { code: 'unavailable', message: 'Not now.' } });
	const own = typed();

	await own.save();

	expect(own.runner.fault).toBe('Not now.');
});
