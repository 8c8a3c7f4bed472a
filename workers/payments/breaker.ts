import { Refused, type Gateway } from './gateway.ts';

const LIMIT = 3;
const PAUSE_MS = 10_000;

/** No call was made, because the last ones got no answer. Nothing happened at the provider. */
export class Paused extends Error {
	constructor(provider: string) {
		super(`${provider} does not answer, calls pause for some seconds`);
		this.name = 'Paused';
	}
}

/**
 * A circuit breaker: after 3 calls in a row without an answer all calls fail at once for 10 s, then one is let
 * through. A provider that hangs so does not hold every worker while the other provider works.
 * @param now milliseconds.
 */
export function withBreaker(
	gateway: Gateway,
	now: () => number = () => performance.now()
): Gateway {
	const breaker = createBreaker(gateway.provider, now);
	return {
		provider: gateway.provider,
		open: (...args) => breaker(() => gateway.open(...args)),
		look: (...args) => breaker(() => gateway.look(...args)),
		authorise: (...args) => breaker(() => gateway.authorise(...args)),
		capture: (...args) => breaker(() => gateway.capture(...args)),
		release: (...args) => breaker(() => gateway.release(...args)),
		close: (...args) => breaker(() => gateway.close(...args)),
		refund: (...args) => breaker(() => gateway.refund(...args)),
		// The daily list holds one worker only.
		...(gateway.list && { list: gateway.list.bind(gateway) })
	};
}

function createBreaker(provider: string, now: () => number) {
	let silent = 0;
	let opensAt = 0;
	let isTrying = false;
	return async <T>(call: () => Promise<T>): Promise<T> => {
		const isTrial = silent >= LIMIT;
		if (isTrial && (isTrying || now() < opensAt)) throw new Paused(provider);
		isTrying ||= isTrial;
		try {
			const answer = await call();
			silent = 0;
			return answer;
		} catch (error) {
			silent = isAnswer(error) ? 0 : silent + 1;
			if (silent >= LIMIT) opensAt = now() + PAUSE_MS;
			throw error;
		} finally {
			if (isTrial) isTrying = false;
		}
	};
}

/** A refusal, too many requests and a key in use are answers; a 5xx says that the provider fails. */
function isAnswer(error: unknown): boolean {
	if (error instanceof Refused) return true;
	const status = (error as { statusCode?: unknown }).statusCode;
	return typeof status === 'number' && status < 500;
}
