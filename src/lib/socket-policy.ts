/**
 * Adds our WebSocket origins to the content security policy. Some browsers do not accept `'self'`
 * for WebSockets, and `ws:` alone would allow every host.
 *
 * @param origins the site's public origins: `https://pizza.example`
 */
export function withSockets(policy: string, origins: readonly string[]): string {
	const sockets = origins.map((origin) => origin.replace(/^http/, 'ws'));
	const named = [...new Set(sockets)].join(' ');
	return policy.replace(/(^|; *)connect-src /g, `$1connect-src ${named} `);
}
