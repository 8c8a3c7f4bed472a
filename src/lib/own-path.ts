/**
 * The path and query of a URL from a form or link, if it is on this site; undefined otherwise. A
 * path that starts with `//` would be another host in a `Location` header. The parser has already
 * removed dots and turned backslashes (`/.//evil` becomes `//evil`), so its result is checked, not
 * the input.
 */
export function ownPath(named: unknown, here: URL): string | undefined {
	if (typeof named !== 'string' || !named.startsWith('/')) return undefined;
	const url = URL.parse(named, here.origin);
	if (url?.origin !== here.origin || url.pathname.startsWith('//')) return undefined;
	return url.pathname + url.search;
}
