import { groupShops, judge } from '#domain/people/access.ts';
import { done, refuse } from '#domain/wire/faults.ts';
import { feedName } from '#domain/wire/feeds.ts';
import { MANAGERS } from '#domain/order/lifecycle.ts';
import { openOutlines } from '../../db/reads/outlines.ts';
import { forecastsOf } from '../../db/tables/forecasts.ts';
import { presentAll } from '../presented.ts';
import { driverView, isManaged, orderOutline } from '../views.ts';
import { crewOf } from './crew.ts';
import { outlineForecast } from './forecasts.ts';
import type { FeedSpec } from './feed.ts';
import { previousStatusIs } from './shop-feed.ts';

const NAME = feedName({ kind: 'group' });

/** `manage:group`: an outline of all shops of a person, or of those that the join asks for. */
export const group: FeedSpec<'group'> = {
	isDesk: true,
	mayJoin: (principal) => judge(principal, MANAGERS),
	room: async (principal, feed) => {
		const verdict = group.mayJoin(principal, feed);
		if (verdict !== 'allow') return refuse(verdict);
		const mine = groupShops(principal);
		if (feed.shops?.some((shop) => !mine.includes(shop))) return refuse('forbidden');
		const shops = (feed.shops ?? mine).toSorted();
		// The people of this feed may see different shops.
		return done({ name: `${NAME}@${shops.join(',')}`, feed: NAME, kind: 'group', shops });
	},
	snapshot: async ({ shops }, { db, skip }) => ({
		orders: presentAll(await openOutlines(db, shops), orderOutline, skip),
		...(await crewOf(db, shops)),
		// Several shops have no common time of planning.
		forecasts: (await forecastsOf(db, shops)).map(outlineForecast),
		forecastAt: null
	}),
	forecast: {
		room: ({ shop }) => ({ room: groupRoomOf(shop), feed: NAME }),
		view: outlineForecast
	},
	changes(entry) {
		const view = () =>
			entry.subject === 'driver' ? driverView(entry.state) : orderOutline(entry.state);
		const wasShown = previousStatusIs(entry, isManaged);
		return [{ room: groupRoomOf(entry.shop), feed: NAME, view, wasShown }];
	}
};

/** The room of the people who see this shop as part of the group. */
export const groupRoomOf = (shop: string): string => `manage:group/${shop}`;
