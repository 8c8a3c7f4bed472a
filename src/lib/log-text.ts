/** The token in a URL: anyone who reads it could follow the order, or set the password. */
const TOKEN = /(\/(?:track|invited|invitations)(?:\/|%2f))[^/?#\s'"<>]+/gi;

/** Removes the tokens of links from a text for the log, even from a malformed URL. */
export function withoutTokens(text: string): string {
	return text.replace(TOKEN, '$1…');
}
