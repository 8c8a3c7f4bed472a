import type { JoinAck } from '#domain/wire/contract.ts';
import { done, refuse } from '#domain/wire/faults.ts';
import type { Result } from '#domain/wire/faults.ts';
import { parseFeed } from '#domain/wire/feeds.ts';
import type { Feed } from '#domain/wire/feeds.ts';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Db } from '../../db/plumbing/pool.ts';
import type { Room } from '../feeds/feed.ts';
import { FEEDS, roomOf } from '../feeds/index.ts';
import type { HubHealth } from './health.ts';
import type { Relay } from './relay.ts';
import type { Rooms } from './rooms.ts';
import type { ReadSnapshot } from './snapshot-reader.ts';
import { createKeyedQueue } from './keyed-queue.ts';
import type { HubSocket } from './types.ts';

const FEEDS_A_SOCKET = 12;
/**
 * How long a join waits for a hub that has just started and does not know its position in the log
 * yet. A refusal would cost the page its retry pause of three seconds; the page's own timeout is a
 * little longer.
 */
const START_LIMIT_MS = 2500;
/** Failed attempts at a secret feed name (tracking token) that a caller may make per minute. */
const GUESSES = { points: 20, duration: 60 };
/** By then the client's join has timed out and is sent again. */
const LOOK_UP_MS = 5000;

interface JoinsOptions {
	db: Db;
	rooms: Rooms;
	snapshot: ReadSnapshot;
	relay: Pick<Relay, 'hasStarted'>;
	health: Pick<HubHealth, 'isLive'>;
	/** A room has one more socket. */
	onJoined(room: Room): void;
	/** Loads the shop's facts, which presenting its changes needs. */
	loadShop(shop: string): Promise<void>;
	limits: boolean;
}

interface Asked {
	feed: string;
	/** Only of the group. */
	shops?: readonly string[] | undefined;
}

type Joined = Omit<Extract<JoinAck, { ok: true }>, 'ok'>;

export interface Joins {
	join(socket: HubSocket, body: Asked): Promise<Result<Joined>>;
	leave(socket: HubSocket, body: { feed: string }): Promise<Result<object>>;
}

/** Handlers of `join` and `leave`: check access, enter the room, answer with the snapshot. */
export function createJoins(options: JoinsOptions): Joins {
	const guesses = new RateLimiterMemory(GUESSES);
	const enqueue = createKeyedQueue(LOOK_UP_MS);

	async function roomFor(socket: HubSocket, feed: Feed): Promise<Result<Room>> {
		const { principal } = socket.data;
		return FEEDS[feed.kind].isSecret && options.limits
			? countFailure(socket.data.caller, () => roomOf(principal, feed, options.db))
			: roomOf(principal, feed, options.db);
	}

	/** Checks one secret of a caller at a time, so that parallel guesses are counted too. */
	async function countFailure(
		caller: string,
		find: () => Promise<Result<Room>>
	): Promise<Result<Room>> {
		const found = await enqueue(caller, async () => {
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
			const feed = requestedFeed(body);
			if (!feed) return refuse('not_found');
			if (!(await options.relay.hasStarted(START_LIMIT_MS))) return refuse('unavailable');
			if (socket.data.joined.length >= FEEDS_A_SOCKET && !joinedRoom(socket, body.feed))
				return refuse('too_many');
			const found = await roomFor(socket, feed);
			if (!found.ok) return found;
			// Feeds of one order or one driver show the shop's name; feeds of a shop do not need it.
			if (found.value.subject !== undefined)
				await Promise.all(found.value.shops.map(options.loadShop));
			// The socket may have disconnected during the lookup: Socket.io would keep it in the room for
			// ever.
			if (!socket.connected) return refuse('unavailable');
			const room = enterAlone(options.rooms, socket, found.value);
			try {
				const reading = await options.snapshot(room);
				if (!reading.ok) {
					options.rooms.leave(socket, room);
					return reading;
				}
				options.onJoined(room);
				const { snapshot, seq, at } = reading.value;
				return done({ snapshot, seq, at, live: options.health.isLive });
			} catch (error) {
				options.rooms.leave(socket, room);
				throw error;
			}
		},
		leave: async (socket, body) => {
			const room = joinedRoom(socket, body.feed);
			if (room) options.rooms.leave(socket, room);
			return done({});
		}
	};
}

/** A socket is in one room of a feed: the group joined again for other shops leaves the first ones. */
function enterAlone(rooms: Rooms, socket: HubSocket, wanted: Room): Room {
	const before = joinedRoom(socket, wanted.feed);
	if (before && before.name !== wanted.name) rooms.leave(socket, before);
	return rooms.enter(socket, wanted);
}

function requestedFeed({ feed: name, shops }: Asked): Feed | undefined {
	const feed = parseFeed(name);
	return feed?.kind === 'group' && shops ? { ...feed, shops } : feed;
}

function joinedRoom(socket: HubSocket, feed: string): Room | undefined {
	return socket.data.joined.find((room) => room.feed === feed);
}
