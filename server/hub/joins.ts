import type { JoinAck } from '#domain/wire/contract.ts';
import { done, refuse } from '#domain/wire/faults.ts';
import type { Result } from '#domain/wire/faults.ts';
import { parseFeed } from '#domain/wire/feeds.ts';
import type { Feed } from '#domain/wire/feeds.ts';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Db } from '../../db/pool.ts';
import type { Room } from '../feeds/feed.ts';
import { FEEDS, roomOf } from '../feeds/index.ts';
import type { HubHealth } from './health.ts';
import type { Relay } from './relay.ts';
import type { Rooms } from './rooms.ts';
import type { ReadSnapshot } from './snapshots.ts';
import { createTurns } from './turns.ts';
import type { HubSocket } from './types.ts';

const FEEDS_A_SOCKET = 12;
/**
 * A hub that was killed is asked before it has read where it begins. To refuse would cost each page the
 * three seconds after which it asks again; a page waits as long as this for an answer, and a little more.
 */
const START_LIMIT_MS = 2500;
/** Wrong secrets (tracking tokens) a caller may try in a minute. */
const GUESSES = { points: 20, duration: 60 };
/** The page that asked has given up by then, and asks again. */
const LOOK_UP_MS = 5000;

interface JoinsOptions {
	db: Db;
	rooms: Rooms;
	snapshot: ReadSnapshot;
	relay: Pick<Relay, 'hasStarted'>;
	health: Pick<HubHealth, 'isLive'>;
	/** Makes sure that the shop's name is known before its changes are presented. */
	learnShop(shop: string): Promise<void>;
	limits: boolean;
}

type Joined = Omit<Extract<JoinAck, { ok: true }>, 'ok'>;

export interface Joins {
	join(socket: HubSocket, body: { feed: string }): Promise<Result<Joined>>;
	leave(socket: HubSocket, body: { feed: string }): Promise<Result<object>>;
}

/** Who may join which feed, and what they see first. */
export function createJoins(options: JoinsOptions): Joins {
	const guesses = new RateLimiterMemory(GUESSES);
	const inTurn = createTurns(LOOK_UP_MS);

	async function wanted(socket: HubSocket, feed: Feed): Promise<Result<Room>> {
		const { principal } = socket.data;
		return FEEDS[feed.kind].isSecret && options.limits
			? guess(socket.data.caller, () => roomOf(principal, feed, options.db))
			: roomOf(principal, feed, options.db);
	}

	/** One secret of a caller at a time: guesses sent all at once are counted like any others. */
	async function guess(caller: string, find: () => Promise<Result<Room>>): Promise<Result<Room>> {
		const found = await inTurn(caller, async () => {
			const tried = await guesses.get(caller);
			if (tried && tried.consumedPoints >= GUESSES.points) return refuse('too_many');
			const room = await find();
			if (!room.ok) await guesses.consume(caller).catch(() => undefined);
			return room;
		});
		return found ?? refuse('unavailable');
	}

	return {
		join: async (socket, body) => {
			const feed = parseFeed(body.feed);
			if (!feed) return refuse('not_found');
			if (!(await options.relay.hasStarted(START_LIMIT_MS))) return refuse('unavailable');
			if (socket.data.joined.length >= FEEDS_A_SOCKET && !holding(socket, body.feed))
				return refuse('too_many');
			const found = await wanted(socket, feed);
			if (!found.ok) return found;
			// Of one order or driver: its views name the shop, whose feeds say it by themselves.
			if (found.value.subject !== undefined)
				await Promise.all(found.value.shops.map(options.learnShop));
			// A socket that has left by now would stay in the room for ever.
			if (!socket.connected) return refuse('unavailable');
			const room = options.rooms.enter(socket, found.value);
			try {
				const reading = await options.snapshot(room);
				if (!reading.ok) {
					options.rooms.leave(socket, room);
					return reading;
				}
				const { snapshot, seq, at } = reading.value;
				return done({ snapshot, seq, at, live: options.health.isLive });
			} catch (error) {
				options.rooms.leave(socket, room);
				throw error;
			}
		},
		leave: async (socket, body) => {
			const room = holding(socket, body.feed);
			if (room) options.rooms.leave(socket, room);
			return done({});
		}
	};
}

function holding(socket: HubSocket, feed: string): Room | undefined {
	return socket.data.joined.find((room) => room.feed === feed);
}
