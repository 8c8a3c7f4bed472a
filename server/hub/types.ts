import type { Principal } from '#domain/people/access.ts';
import type { ClientToServer, ServerToClient } from '#domain/wire/contract.ts';
import type { Language } from '#domain/menu/menu.ts';
import type { Server, Socket } from 'socket.io';
import type { Room } from '../feeds/feed.ts';
import type { Bucket } from './bucket.ts';

/** What the hub keeps of a socket: there are thousands, so nothing else. */
export interface SocketData {
	principal: Principal;
	language: Language;
	/** Who counts for the limits: an IPv4 address, or the /64 net of an IPv6 one. */
	caller: string;
	joined: Room[];
	packets: Bucket | undefined;
	fixes: Bucket | undefined;
}

type NoEvents = Record<string, never>;
export type HubServer = Server<ClientToServer, ServerToClient, NoEvents, SocketData>;
export type HubSocket = Socket<ClientToServer, ServerToClient, NoEvents, SocketData>;
