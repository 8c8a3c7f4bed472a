import type { ServerToClient } from '#domain/contract.ts';
import type { HubMetrics } from './metrics.ts';
import type { HubServer, HubSocket } from './types.ts';

/** Sends an event to everybody in a room. */
export type Shout = <Event extends keyof ServerToClient>(
	room: string,
	event: Event,
	body: Parameters<ServerToClient[Event]>[0],
	options?: ShoutOptions
) => void;

interface ShoutOptions {
	/** A socket that has not yet read the last bytes gets nothing. */
	volatile?: boolean;
	/** A ping rides along, in the same bytes. */
	withPing?: boolean;
}

/** Of engine.io: it asks for a pong. Framed once. */
export const PING = textFrame('2');

/**
 * Serialises once and frames once, then writes the same bytes to each socket of the room. It goes
 * past Socket.io's own broadcast, which makes some ten objects and events for each socket: half of
 * all CPU at a hundred sockets (docs/benchmarks.md). A socket whose engine still has packets waiting gets it
 * through the engine, behind those.
 * A client that leaves too much unread is disconnected: it comes back by itself and joins again, while here its
 * backlog would only grow. Every feed has its beats, so nobody who joined one goes unnoticed.
 */
export function createShout(io: HubServer, metrics: Pick<HubMetrics, 'cut'>): Shout {
	const members = followRooms(io);

	return (room, event, body, options) => {
		const wires = members.get(room);
		if (!wires) return;
		// Of Socket.io's protocol: 2 is an event. Of engine.io's, around it: 4 is a message.
		const packet = `2${JSON.stringify([event, body])}`;
		const text = textFrame(`4${packet}`);
		const frame = [options?.withPing ? Buffer.concat([text, PING]) : text];
		for (const wire of wires.values()) {
			if (options?.volatile && backlog(wire) > 0) continue;
			const web = wire.transport.socket;
			if (wire.writeBuffer.length === 0 && web?.readyState === OPEN) web._sender.sendFrame(frame);
			else wire.write(packet);
			if (isStalled(wire)) cut(wire);
		}
	};

	function cut({ transport: { socket } }: Wire): void {
		if (socket?.readyState !== OPEN) return;
		metrics.cut.inc({ reason: 'slow' });
		socket.terminate();
	}
}

const SLOW_BYTES = 256 * 1024;
/** A long first snapshot over a thin line takes its time. */
const SLOW_FOR_MS = 3000;
const STALLED_BYTES = 4 * 2 ** 20;

function isStalled(wire: Wire): boolean {
	const bytes = backlog(wire);
	if (bytes <= SLOW_BYTES) {
		if (wire.slowSince !== undefined) wire.slowSince = undefined;
		return false;
	}
	wire.slowSince ??= performance.now();
	return bytes > STALLED_BYTES || performance.now() - wire.slowSince > SLOW_FOR_MS;
}

/** The wires of each room by socket, at hand without a look into three other maps for each. */
function followRooms(io: HubServer): ReadonlyMap<string, ReadonlyMap<string, Wire>> {
	const { adapter, sockets } = io.of('/');
	const members = new Map<string, Map<string, Wire>>();
	adapter.on('join-room', (room: string, id: string) => {
		const socket = sockets.get(id);
		// Each socket is also in a room of its own, to which nothing is ever said.
		if (!socket || room === id) return;
		const wires = members.get(room) ?? new Map<string, Wire>();
		members.set(room, wires.set(id, wireOf(socket)));
	});
	adapter.on('leave-room', (room: string, id: string) => members.get(room)?.delete(id));
	adapter.on('delete-room', (room: string) => members.delete(room));
	return members;
}

const OPEN = 1;

/** A final, unmasked text frame (RFC 6455, 5.2). */
export function textFrame(text: string): Buffer {
	const length = Buffer.byteLength(text);
	const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
	const frame = Buffer.allocUnsafe(header + length);
	frame[0] = 0x81;
	if (header === 2) frame[1] = length;
	else if (header === 4) {
		frame[1] = 126;
		frame.writeUInt16BE(length, 2);
	} else {
		frame[1] = 127;
		frame.writeBigUInt64BE(BigInt(length), 2);
	}
	frame.write(text, header);
	return frame;
}

/** The parts of engine.io's and ws' sockets that their types hide. */
export interface Wire {
	/** Packets that wait for the transport. */
	writeBuffer: { data?: unknown }[];
	write(packet: string): void;
	/** Ours: since when it leaves much unread, in monotonic ms. */
	slowSince?: number | undefined;
	transport: {
		socket?: {
			readyState: number;
			/** Bytes that the kernel has not taken. */
			bufferedAmount: number;
			_sender: { sendFrame(frame: Buffer[]): void };
			terminate(): void;
		};
	};
}

/** Bytes that are not yet with the kernel. */
export function backlog({ writeBuffer, transport }: Wire): number {
	let bytes = transport.socket?.bufferedAmount ?? 0;
	for (const packet of writeBuffer)
		if (typeof packet.data === 'string') bytes += packet.data.length;
	return bytes;
}

export const wireOf = (socket: HubSocket): Wire => socket.conn as unknown as Wire;
