/** The staff of the demo group, each signed in with an own client. */

import type { DriverView, MenuAnswer, Me, ShopView } from '#domain/wire/contract.ts';
import type { Menu } from '#domain/menu/menu.ts';
import type { Known } from '#domain/wire/sync.ts';
import type { Cook } from './actors/kitchen.ts';
import { driverOf, type Driver } from './actors/driver.ts';
import type { DeskOptions } from './actors/desk.ts';
import type { Member, Stage } from './actors/stage.ts';
import { createCaller } from './client/caller.ts';
import { openFeed, type FeedClient } from './client/feed.ts';
import type { House } from './client/house.ts';
import type { PlannedShop } from './plan/evening-plan.ts';
import type { Tally } from './tally.ts';

const DEMO_PASSWORD = 'passe-plat-demo';
const DOMAIN = 'oc-pizza.example';
const AT_ONCE = 4;

/** One shop with all its actors and the feed that the final checks read. */
export interface ShopCast {
	shop: PlannedShop;
	cooks: Cook[];
	desk: DeskOptions;
	drivers: Driver[];
}

/** Signs in, a few at a time: hashing a password is slow on purpose. */
export async function signIn(house: House, mailboxes: readonly string[], tally: Tally) {
	const members = new Map<string, Member>();
	const left = [...mailboxes];
	const work = async () => {
		for (let mailbox = left.shift(); mailbox; mailbox = left.shift())
			members.set(mailbox, await member(house, mailbox, tally));
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));
	return members;
}

async function member(house: House, mailbox: string, tally: Tally): Promise<Member> {
	const caller = createCaller(house, `device ${mailbox}`, tally);
	await caller.signIn(`${mailbox}@${DOMAIN}`, DEMO_PASSWORD);
	const me = await caller.get<Me>('/api/me');
	if (!me.ok) throw new Error(`${mailbox} is signed in and unknown: ${me.code}`);
	return { id: me.body.id, name: me.body.name, caller };
}

export interface Sights {
	shops: ShopView[];
	menus: Record<string, Menu>;
}

/** Public data: the shops, and the menus of the open ones. */
export async function readShops(house: House, tally: Tally): Promise<Sights> {
	const anybody = createCaller(house, 'passer-by', tally);
	const said = await anybody.get<{ shops: ShopView[] }>('/api/shops');
	if (!said.ok) throw new Error(`The shops cannot be read: ${said.code}`);
	const shops = said.body.shops.filter(({ open }) => open);
	const menus: Record<string, Menu> = {};
	for (const { id } of shops) {
		const menu = await anybody.get<MenuAnswer>(`/api/shops/${id}/menu`);
		if (menu.ok) menus[id] = menu.body.menu;
	}
	anybody.close();
	return { shops, menus };
}

/** Creates all actors of one shop and opens their screens. */
export async function castOf(stage: Stage, shop: PlannedShop, view: ShopView): Promise<ShopCast> {
	const { house, tally } = stage;
	const posts = [`responsable.${shop.id}`, `comptoir.${shop.id}`];
	const cookPosts = shop.cooks.map((_, at) => `cuisine${at % 2 === 0 ? '' : '2'}.${shop.id}`);
	const staff = await signIn(house, [...posts, ...new Set(cookPosts)], tally);
	const of = (mailbox: string): Member => {
		const found = staff.get(mailbox);
		if (!found) throw new Error(`${mailbox} did not come`);
		return found;
	};
	const manager = of(`responsable.${shop.id}`);
	const counter = of(`comptoir.${shop.id}`);
	const feed = openFeed(counter.caller, `manage:${shop.id}`, tally);
	await feed.joined();
	const cooks = shop.cooks.map((habits, at) => {
		const cook = of(cookPosts[at]!);
		return { ...cook, ...habits, screen: openFeed(cook.caller, `kitchen:${shop.id}`, tally) };
	});
	const drivers = await driversOf(stage, shop, view, feed);
	await Promise.all(cooks.map(({ screen }) => screen.joined()));
	return { shop, cooks, desk: { shop, counter, manager, feed }, drivers };
}

function isToDrive({ subject, view }: Known): boolean {
	return subject === 'order' && view !== null && 'fulfilment' in view
		? view.fulfilment === 'delivery'
		: false;
}

/** The drivers of the shop, at most as many as the scene has. */
async function driversOf(stage: Stage, shop: PlannedShop, view: ShopView, feed: FeedClient) {
	const { house, tally } = stage;
	const known = feed
		.rows()
		.flatMap(({ subject, view: row }) => (subject === 'driver' ? [row as DriverView] : []))
		.map(({ id }) => id.replace(/-(?=[^-]*$)/, '.'))
		.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
	const count = Math.min(known.length, shop.shifts.length);
	const people = await signIn(house, known.slice(0, count), tally);
	return known.slice(0, count).map((mailbox, at) => {
		const person = people.get(mailbox)!;
		return driverOf(stage, {
			...person,
			shop: shop.id,
			home: view.point,
			feed: openFeed(person.caller, `driver:${person.id}`, tally),
			speedKmh: shop.speedKmh,
			isNeeded: () => feed.rows().some(isToDrive),
			shifts: shop.shifts[at]!,
			loadMinutes: shop.loadMinutes
		});
	});
}
