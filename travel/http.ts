/** Requests to a provider: JSON with a limit of size. Time limits come with the signal. */
import { ProviderFault } from './provider.ts';

/** A table of 100 × 100 from Valhalla has about 1 MB. */
const MAX_BYTES = 4 * 2 ** 20;

export interface JsonAnswer {
	status: number;
	body: unknown;
}

/** The address of a service below a base address, whose query is kept. */
export function addressOf(base: string, path: string, query: Record<string, string> = {}): URL {
	const url = new URL(base);
	url.pathname = `${url.pathname.replace(/\/$/, '')}${path}`;
	for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
	return url;
}

/** @throws {ProviderFault} without an answer in JSON; its message has nothing of the address. */
export async function askJson(url: URL, init: RequestInit): Promise<JsonAnswer> {
	try {
		const response = await fetch(url, { ...init, redirect: 'error' });
		return { status: response.status, body: JSON.parse(await textOf(response)) as unknown };
	} catch (error) {
		throw faultOf(error, init.signal ?? undefined);
	}
}

async function textOf(response: Response): Promise<string> {
	const parts: Uint8Array[] = [];
	let bytes = 0;
	// Leaving the loop early also ends the download.
	for await (const part of response.body ?? []) {
		bytes += part.byteLength;
		if (bytes > MAX_BYTES) throw new ProviderFault('the answer is too long');
		parts.push(part);
	}
	return Buffer.concat(parts).toString('utf8');
}

function faultOf(error: unknown, signal: AbortSignal | undefined): ProviderFault {
	if (error instanceof ProviderFault) return error;
	if (signal?.aborted) return new ProviderFault('no answer in time');
	if (error instanceof SyntaxError) return new ProviderFault('the answer is not JSON');
	const cause = (error as { cause?: { code?: unknown } }).cause?.code;
	return new ProviderFault(typeof cause === 'string' ? cause : 'the connection failed');
}
