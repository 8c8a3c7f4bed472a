/**
 * The database's time when this request came, epoch ms: the web process says it in a header that nothing
 * else can set. Pages served without that process (`npm run dev`) go by their own clock.
 */
export function nowOf({ request }: { request: Request }): number {
	const told = Number(request.headers.get('x-passe-plat-now') ?? '');
	return told > 0 ? told : Date.now();
}

/** The same as ISO text. */
export const isoNowOf = (event: { request: Request }): string =>
	new Date(nowOf(event)).toISOString();
