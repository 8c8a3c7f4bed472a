import type { Cookies } from '@sveltejs/kit';
import { expect, test } from 'vitest';
import { handOn } from './cookies.ts';

test('a session cookie is handed on as the API has set it', () => {
	const kept: unknown[] = [];
	const jar = { set: (...given: unknown[]) => kept.push(given) } as unknown as Cookies;

	handOn(['__Secure-a.token=x%2By=; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Strict'], jar);

	expect(kept).toEqual([
		[
			'__Secure-a.token',
			'x%2By=',
			{
				path: '/',
				httpOnly: true,
				secure: true,
				sameSite: 'strict',
				maxAge: 60,
				encode: expect.any(Function)
			}
		]
	]);
});

test('what is not said is not added, but for the path and the site', () => {
	const kept: unknown[][] = [];
	const jar = { set: (...given: unknown[]) => kept.push(given) } as unknown as Cookies;

	handOn(['a=b'], jar);

	expect(kept[0]?.[2]).toMatchObject({
		path: '/',
		httpOnly: false,
		secure: false,
		sameSite: 'lax'
	});
	expect(kept[0]?.[2]).not.toHaveProperty('maxAge');
});
