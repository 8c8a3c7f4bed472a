import type { Room } from '../feeds/feed.ts';
import { groupRoomOf } from '../feeds/group.ts';
import type { HubServer, HubSocket } from './types.ts';

/** Rooms with at least one socket. Room names come from parsed feeds, never from a client. */
export class Rooms {
	readonly #io: HubServer;
	readonly #rooms = new Map<string, Room>();
	readonly #ofOrder = new Map<string, Room>();

	constructor(io: HubServer) {
		this.#io = io;
		io.of('/').adapter.on('delete-room', (name: string) => {
			const room = this.#rooms.get(name);
			if (!room) return;
			this.#rooms.delete(name);
			if (room.kind === 'order' && room.subject) this.#ofOrder.delete(room.subject);
		});
	}

	/** Puts a connected socket into a room; returns the `Room` object that all its sockets share. */
	enter(socket: HubSocket, wanted: Room): Room {
		const room = this.#rooms.get(wanted.name) ?? wanted;
		this.#rooms.set(room.name, room);
		if (room.kind === 'order' && room.subject) this.#ofOrder.set(room.subject, room);
		void socket.join(room.name);
		if (room.kind === 'group') void socket.join(room.shops.map(groupRoomOf));
		if (!socket.data.joined.includes(room)) socket.data.joined.push(room);
		return room;
	}

	leave(socket: HubSocket, room: Room): void {
		socket.data.joined = socket.data.joined.filter((other) => other !== room);
		void socket.leave(room.name);
		if (room.kind === 'group') for (const shop of room.shops) void socket.leave(groupRoomOf(shop));
	}

	all(): Iterable<Room> {
		return this.#rooms.values();
	}

	/** Number of sockets in a room. */
	size(name: string): number {
		return this.#io.of('/').adapter.rooms.get(name)?.size ?? 0;
	}

	has(name: string): boolean {
		return this.#io.of('/').adapter.rooms.has(name);
	}

	ofOrder(orderId: string): Room | undefined {
		return this.#ofOrder.get(orderId);
	}
}
