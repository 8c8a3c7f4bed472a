import { ROUTES, type Route, type RouteName } from '#domain/people/access.ts';
import type { ShopFeedKind } from '#domain/wire/feeds.ts';
import { FIRST_CONTENTS } from './feeds/index.ts';

/** A route by name; the first content of a shop's feed has the name of the feed. */
export type ServedName = RouteName | ShopFeedKind;

const firsts = Object.fromEntries(
	FIRST_CONTENTS.map(({ kind, path, rule, summary }): [ShopFeedKind, Route] => [
		kind,
		{ method: 'GET', path, rule, summary }
	])
) as Record<ShopFeedKind, Route>;

/** Every HTTP route of the API: the table of the domain, and the first contents of feeds. */
export const SERVED: Readonly<Record<ServedName, Route>> = { ...ROUTES, ...firsts };
