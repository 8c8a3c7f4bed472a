import { expect, test } from 'vitest';
import { GET } from './+server.ts';

const ask = (parts: string) => GET({ params: { parts } } as Parameters<typeof GET>[0]);

test('an address answers with its picture, to be kept', async () => {
	const answer = await ask('reine.tomato.ham:4~thon.tomato.tuna:5');
	expect(answer.headers.get('content-type')).toBe('image/svg+xml');
	expect(answer.headers.get('cache-control')).toContain('max-age');
	const svg = await answer.text();
	expect(svg).toMatch(/^<svg .*<\/svg>$/);
	expect(await (await ask('reine.tomato.ham:4~thon.tomato.tuna:5')).text()).toBe(svg);
});

test('an address of no pizza is not found', () => {
	expect(() => ask('reine.mud')).toThrow(expect.objectContaining({ status: 404 }));
});
