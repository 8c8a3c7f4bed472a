import { createHash } from 'node:crypto';
import type { Answer, Call } from '../http.ts';
import { StripeFault } from './fault.ts';

const KEPT_MS = 24 * 3_600_000;

interface Kept {
	createdAt: number;
	/** Method and path of the first request. */
	endpoint: string;
	bodyHash: string;
	/** Absent while the first request runs. */
	answer?: Answer;
}

export type KeptKeys = Map<string, Kept>;

/** The idempotency keys of one account. After 24 h a key is forgotten: the same request then acts again. */
export class KeyStore {
	#kept: KeptKeys;
	#now: () => number;

	constructor(now: () => number, kept: KeptKeys = new Map()) {
		this.#now = now;
		this.#kept = kept;
	}

	/**
	 * Takes the key of a POST.
	 * @returns the saved answer of an earlier request; undefined if this request is the first.
	 * @throws {StripeFault} if the key is in use, or belongs to another body or endpoint.
	 */
	take(key: string, call: Call): Answer | undefined {
		this.#prune();
		if (key.length > 255)
			throw idempotencyFault(400, 'Idempotency keys can be up to 255 characters long.');
		const endpoint = `${call.method} ${call.url.pathname}`;
		const bodyHash = createHash('sha256').update(call.body).digest('hex');
		const kept = this.#kept.get(key);
		if (kept === undefined) {
			this.#kept.set(key, { createdAt: this.#now(), endpoint, bodyHash });
			return undefined;
		}
		if (kept.endpoint !== endpoint) throw otherEndpoint(key, kept.endpoint, endpoint);
		if (kept.bodyHash !== bodyHash) throw otherBody(key);
		if (kept.answer === undefined) throw keyInUse(key);
		return { ...kept.answer, headers: { ...kept.answer.headers, 'idempotent-replayed': 'true' } };
	}

	save(key: string, answer: Answer): void {
		const kept = this.#kept.get(key);
		if (kept !== undefined) kept.answer = answer;
	}

	/** For a request that was refused before it ran: the key may be used again. */
	release(key: string): void {
		this.#kept.delete(key);
	}

	/** Those with an answer: a request that a crash ended may run again. */
	dump(): KeptKeys {
		return new Map([...this.#kept].filter(([, kept]) => kept.answer !== undefined));
	}

	#prune(): void {
		for (const [key, kept] of this.#kept) {
			if (kept.answer !== undefined && this.#now() - kept.createdAt >= KEPT_MS)
				this.#kept.delete(key);
		}
	}
}

function idempotencyFault(status: number, message: string, code?: string): StripeFault {
	const headers: Record<string, string> =
		code === undefined ? {} : { 'stripe-should-retry': 'true' };
	return new StripeFault(
		status,
		{ type: 'idempotency_error', message, ...(code && { code }) },
		{ headers }
	);
}

function otherEndpoint(key: string, first: string, now: string): StripeFault {
	return idempotencyFault(
		400,
		`Keys for idempotent requests can only be used for the same endpoint they were first used for ` +
			`('${now}' vs '${first}'). Try using a key other than '${key}' if you meant to execute a different request.`
	);
}

function otherBody(key: string): StripeFault {
	return idempotencyFault(
		400,
		`Keys for idempotent requests can only be used with the same parameters they were first used with. ` +
			`Try using a key other than '${key}' if you meant to execute a different request.`
	);
}

function keyInUse(key: string): StripeFault {
	return idempotencyFault(
		409,
		`There is currently another in-progress request using this Idempotent Key (that probably means you ` +
			`submitted twice, and the other request is still going through): ${key}. Please try again later.`,
		'idempotency_key_in_use'
	);
}
