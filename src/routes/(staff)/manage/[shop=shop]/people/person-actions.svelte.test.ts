import { afterEach, expect, test, vi } from 'vitest';
import { PersonActions } from './person-actions.svelte.ts';

const answer = (status: number, body: unknown) =>
	vi.fn(async (_path: string, _init?: RequestInit) => Response.json(body, { status }));

afterEach(() => vi.unstubAllGlobals());

test('a sign-out says of how many devices, and the list is read again', async () => {
	const fetched = answer(200, { devices: 2 });
	vi.stubGlobal('fetch', fetched);
	const onchange = vi.fn();
	const actions = new PersonActions('gare', onchange);

	await actions.signOut({ id: 'awa' });

	expect(fetched.mock.calls[0]?.[0]).toBe('/api/admin/people/awa/sign-out?shop=gare');
	expect(actions.done).toMatch(/2$/);
	expect(onchange).toHaveBeenCalledOnce();
});

test('a refusal is shown, and nothing is read again', async () => {
	vi.stubGlobal('fetch', answer(403, { error: { code: 'forbidden', message: 'Not yours.' } }));
	const onchange = vi.fn();
	const actions = new PersonActions('gare', onchange);

	await actions.sendLink({ id: 'awa' });

	expect(actions.runner.fault).toBe('Not yours.');
	expect(actions.done).toBe('');
	expect(onchange).not.toHaveBeenCalled();
});
