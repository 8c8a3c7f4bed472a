/**
 * The database's time of this request, epoch ms. The web process sets it in a header that clients
 * cannot set. Without the web process (`npm run dev`) it is this machine's clock.
 */
export function nowOf({ request }: { request: Request }): number {
	const told = Number(request.headers.get('x-passe-plat-now') ?? '');
	return told > 0 ? told : Date.now();
}

/** The same in ISO format. */
export const isoNowOf = (event: { request: Request }): string =>
	new Date(nowOf(event)).toISOString();
