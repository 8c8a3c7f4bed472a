/** What a tracking link carries after its path: anyone who reads it can follow the order. */
const TOKEN = /(\/track(?:\/|%2f))[^/?#\s'"<>]+/gi;

/** A text for the log: an address in it, however mangled, keeps no tracking token. */
export function withoutTokens(text: string): string {
	return text.replace(TOKEN, '$1…');
}
