import { createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';

/** The only hosts from which a certificate is taken, whatever a webhook says. */
const HOSTS = [
	'api.paypal.com',
	'api-m.paypal.com',
	'api.sandbox.paypal.com',
	'api-m.sandbox.paypal.com'
];
const PATH = /^\/v1\/notifications\/certs\/[\w-]{1,100}$/;
const LIMIT_MS = 3000;
const LIMIT_BYTES = 64 * 1024;
const MOST_KEPT = 20;
/** Forged webhooks may name certificates without end: so many are asked for in a minute. */
const MOST_A_MINUTE = 20;
const MINUTE_MS = 60_000;

export interface CertificateStore {
	/** The public key that a certificate URL leads to; undefined when it is not PayPal's, not valid or not there. */
	keyOf(url: string): Promise<KeyObject | undefined>;
}

interface Options {
	/** Base address of the payment double: then its certificates are taken, and no others. */
	doubleUrl?: string | undefined;
	fetch?: typeof fetch;
	/** Milliseconds. */
	now?: () => number;
}

interface Certificate {
	key: KeyObject;
	/** Milliseconds, both. */
	from: number;
	to: number;
}

/**
 * Certificates of PayPal's webhooks, each fetched once over HTTPS from a pinned host. Dates and kind of key are
 * checked; the chain of issuers is not: the connection to PayPal's host vouches for the file. The payment double
 * serves a bare public key instead.
 */
export function createCertificateStore(options: Options = {}): CertificateStore {
	const { doubleUrl, fetch: get = fetch, now = Date.now } = options;
	const kept = new Map<string, Promise<Certificate | undefined>>();
	let asked: number[] = [];
	const fetched = (url: URL): Promise<Certificate | undefined> => {
		asked = asked.filter((at) => now() - at < MINUTE_MS);
		if (asked.length >= MOST_A_MINUTE) return Promise.resolve(undefined);
		asked.push(now());
		const reading = readCertificate(get, url, doubleUrl !== undefined).catch(() => undefined);
		kept.set(url.href, reading);
		void reading.then((found) => {
			if (!found) kept.delete(url.href);
		});
		const oldest = kept.size > MOST_KEPT ? kept.keys().next().value : undefined;
		if (oldest !== undefined) kept.delete(oldest);
		return reading;
	};
	return {
		async keyOf(raw) {
			const url = acceptedUrl(raw, doubleUrl);
			if (!url) return undefined;
			const found = await (kept.get(url.href) ?? fetched(url));
			return found && found.from <= now() && now() <= found.to ? found.key : undefined;
		}
	};
}

/** The double names itself as browsers see it; we ask it where we reach it, and no other server. */
function acceptedUrl(raw: string, doubleUrl: string | undefined): URL | undefined {
	if (!URL.canParse(raw)) return undefined;
	const url = new URL(raw);
	const isBare = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
	if (!isBare || !PATH.test(url.pathname)) return undefined;
	if (doubleUrl !== undefined) return new URL(url.pathname, doubleUrl);
	const isPayPal = url.protocol === 'https:' && url.port === '' && HOSTS.includes(url.hostname);
	return isPayPal ? url : undefined;
}

async function readCertificate(
	get: typeof fetch,
	url: URL,
	isDouble: boolean
): Promise<Certificate | undefined> {
	const response = await get(url, { redirect: 'error', signal: AbortSignal.timeout(LIMIT_MS) });
	const pem = response.ok ? await readLimited(response) : undefined;
	if (pem === undefined) return undefined;
	if (isDouble && pem.includes('BEGIN PUBLIC KEY'))
		return { key: createPublicKey(pem), from: 0, to: Number.MAX_SAFE_INTEGER };
	const { publicKey: key, validFrom, validTo } = new X509Certificate(pem);
	if (key.asymmetricKeyType !== 'rsa') return undefined;
	return { key, from: Date.parse(validFrom), to: Date.parse(validTo) };
}

/** The text of an answer; undefined when it is too long. */
async function readLimited(response: Response): Promise<string | undefined> {
	const parts: Uint8Array[] = [];
	let bytes = 0;
	for await (const part of response.body ?? []) {
		bytes += part.length;
		if (bytes > LIMIT_BYTES) return undefined;
		parts.push(part);
	}
	return Buffer.concat(parts).toString('utf8');
}
