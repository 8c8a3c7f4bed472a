import { request } from 'node:http';
import type { Page } from '@playwright/test';

/** The transferred size of one file of a page. */
export interface Piece {
	path: string;
	kind: 'html' | 'css' | 'js';
	/** Bytes with gzip. */
	bytes: number;
	/** Bytes with Brotli. */
	brotli: number;
}

const KINDS: [RegExp, Piece['kind']][] = [
	[/text\/html/, 'html'],
	[/text\/css/, 'css'],
	[/javascript/, 'js']
];

/**
 * Opens the path with an empty cache and measures the HTML, CSS and JS that the browser fetches
 * until the network is idle, each as sent to a client with a single encoding. Largest first.
 */
export async function weigh(page: Page, path: string): Promise<Piece[]> {
	const seen = new Map<string, Piece['kind']>();
	page.on('response', (answer) => {
		const kind = kindOf(answer.headers()['content-type'] ?? '');
		if (kind) seen.set(answer.url(), kind);
	});
	await page.goto(path, { waitUntil: 'networkidle' });
	await page.waitForTimeout(500);
	const cookies = await page.context().cookies();
	const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
	const pieces = await Promise.all(
		[...seen].map(async ([url, kind]) => ({
			path: new URL(url).pathname,
			kind,
			bytes: await sent(url, cookie, 'gzip'),
			brotli: await sent(url, cookie, 'br')
		}))
	);
	return pieces.toSorted((a, b) => b.bytes - a.bytes);
}

export const sumOf = (pieces: readonly Piece[], kind?: Piece['kind']): number =>
	pieces.reduce((sum, piece) => (!kind || piece.kind === kind ? sum + piece.bytes : sum), 0);

export const inKib = (bytes: number): string => (bytes / 1024).toFixed(1);

function kindOf(type: string): Piece['kind'] | undefined {
	return KINDS.find(([pattern]) => pattern.test(type))?.[1];
}

/** Bytes of the encoded body; `fetch` would decode it. */
function sent(url: string, cookie: string, encoding: string): Promise<number> {
	return new Promise((resolve, reject) => {
		const headers = { 'accept-encoding': encoding, ...(cookie && { cookie }) };
		request(url, { headers }, (answer) => {
			let bytes = 0;
			answer.on('data', (chunk: Buffer) => (bytes += chunk.length));
			answer.on('end', () => resolve(bytes));
			answer.on('error', reject);
		})
			.on('error', reject)
			.end();
	});
}
