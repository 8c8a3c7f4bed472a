/** Feeds: what a page may join. A client names a feed; only the server knows rooms. */

export type Feed =
	| { kind: 'kitchen'; shop: string }
	| { kind: 'manage'; shop: string }
	| { kind: 'group' }
	| { kind: 'driver'; driver: string }
	| { kind: 'order'; token: string }
	| { kind: 'counter-board'; shop: string };

export type FeedKind = Feed['kind'];
export const FEED_KINDS: readonly FeedKind[] = [
	'kitchen',
	'manage',
	'group',
	'driver',
	'order',
	'counter-board'
];

/** Ids that a shop cannot have: the group's own feed, and addresses that are no menu. */
export const RESERVED_SHOP_IDS: readonly string[] = [
	...[
		'group',
		'api',
		'design',
		'driver',
		'healthz',
		'icons',
		'kitchen',
		'language',
		'manage',
		'metrics',
		'pizza',
		'readyz'
	],
	...['sign-in', 'track']
];

const SLUG = /^[a-z0-9][a-z0-9-]{0,39}$/;
const TOKEN = /^[A-Za-z0-9_-]{16,64}$/;
const DRIVER = /^[A-Za-z0-9_-]{1,64}$/;

/** Reads `kitchen:gare`, `manage:group`, `order:<token>`…; undefined for anything else. */
export function parseFeed(name: string): Feed | undefined {
	const at = name.indexOf(':');
	if (at < 0) return undefined;
	const kind = name.slice(0, at);
	const rest = name.slice(at + 1);
	if (kind === 'manage' && rest === 'group') return { kind: 'group' };
	if (kind === 'driver') return DRIVER.test(rest) ? { kind, driver: rest } : undefined;
	if (kind === 'order') return TOKEN.test(rest) ? { kind, token: rest } : undefined;
	if (!SLUG.test(rest)) return undefined;
	if (kind === 'kitchen' || kind === 'manage' || kind === 'counter-board')
		return { kind, shop: rest };
	return undefined;
}

/** The name under which a client joins the feed. */
export function feedName(feed: Feed): string {
	switch (feed.kind) {
		case 'group':
			return 'manage:group';
		case 'driver':
			return `driver:${feed.driver}`;
		case 'order':
			return `order:${feed.token}`;
		default:
			return `${feed.kind}:${feed.shop}`;
	}
}
