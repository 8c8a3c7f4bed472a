/**
 * The path and query of an address that a form or a link names, if it stays on this site; undefined
 * otherwise. A path that begins with `//` would be another host in a `Location` header: the parser
 * has removed dots and turned backslashes by then (`/.//evil` is `//evil`), so look at its result.
 */
export function ownPath(named: unknown, here: URL): string | undefined {
	if (typeof named !== 'string' || !named.startsWith('/')) return undefined;
	const url = URL.parse(named, here.origin);
	if (url?.origin !== here.origin || url.pathname.startsWith('//')) return undefined;
	return url.pathname + url.search;
}
