import type { Principal } from '#domain/people/access.ts';
import type { ClientToServer, ServerToClient } from '#domain/wire/contract.ts';
import type { Language } from '#domain/menu/menu.ts';
import type { Server, Socket } from 'socket.io';
import type { Room } from '../feeds/feed.ts';
import type { Bucket } from './bucket.ts';

/** State per socket. Kept minimal: a hub has thousands of sockets. */
export interface SocketData {
	principal: Principal;
	language: Language;
	/** Key of the caller for limits: an IPv4 address, or the /64 of an IPv6 address. */
	caller: string;
	joined: Room[];
	packets: Bucket | undefined;
	fixes: Bucket | undefined;
}

type NoEvents = Record<string, never>;
export type HubServer = Server<ClientToServer, ServerToClient, NoEvents, SocketData>;
export type HubSocket = Socket<ClientToServer, ServerToClient, NoEvents, SocketData>;
