/** The tracking token in a URL: anyone who reads it could follow the order. */
const TOKEN = /(\/track(?:\/|%2f))[^/?#\s'"<>]+/gi;

/** Removes tracking tokens from a text for the log, even from a malformed URL. */
export function withoutTokens(text: string): string {
	return text.replace(TOKEN, '$1…');
}
