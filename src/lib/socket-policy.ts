/**
 * The content security policy with our websockets named among what a page may connect to. Not every
 * browser takes `'self'` for them, and `ws:` alone would allow every host.
 *
 * @param origins where browsers find us: `https://pizza.example`
 */
export function withSockets(policy: string, origins: readonly string[]): string {
	const sockets = origins.map((origin) => origin.replace(/^http/, 'ws'));
	const named = [...new Set(sockets)].join(' ');
	return policy.replace(/(^|; *)connect-src /g, `$1connect-src ${named} `);
}
