import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { latePart } from './late-part.ts';

const reload = vi.fn();
const fetchPage = vi.fn<() => Promise<Response>>();
const lost = () => Promise.reject(new Error('lost'));

beforeEach(() => {
	vi.stubGlobal('location', { href: 'http://house/manage/gare', reload });
	vi.stubGlobal('fetch', fetchPage.mockResolvedValue(new Response()));
});

afterEach(() => {
	vi.unstubAllGlobals();
	vi.clearAllMocks();
});

test('a part that comes at the second try needs no new page', async () => {
	const load = vi.fn(lost).mockImplementationOnce(lost);
	const part = latePart<string>(load);
	await expect(part()).rejects.toThrow('lost');
	load.mockResolvedValueOnce('map' as never);

	await expect(part()).resolves.toBe('map');
	expect(reload).not.toHaveBeenCalled();
});

test('the second failure loads the page again', async () => {
	const part = latePart(lost);
	await expect(part()).rejects.toThrow('lost');
	expect(reload).not.toHaveBeenCalled();

	await expect(part()).rejects.toThrow('lost');
	expect(reload).toHaveBeenCalledOnce();
});

test.each([
	['no network', () => Promise.reject(new TypeError('no network'))],
	['a server in trouble', () => Promise.resolve(new Response(null, { status: 503 }))]
])('the page stays with %s', async (_, answer) => {
	fetchPage.mockImplementation(answer);
	const part = latePart(lost);
	await part().catch(() => {});

	await expect(part()).rejects.toThrow('lost');
	expect(reload).not.toHaveBeenCalled();
});
