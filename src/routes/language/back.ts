/** The path of ours that a form says it came from; the first page when it names another site's. */
export function backPath(back: unknown, here: URL): string {
	if (typeof back !== 'string' || !back.startsWith('/')) return '/';
	const url = URL.parse(back, here.origin);
	return url && url.origin === here.origin ? url.pathname + url.search : '/';
}
