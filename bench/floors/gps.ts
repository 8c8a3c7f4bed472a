/**
 * Baseline for positions: plain WebSockets with the same fan-out. A position is sent at once to the
 * driver's customers, and once a second all moved drivers to the managers. No sessions, validation,
 * storage or acks.
 */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';

const MANAGERS = 'manage:group';

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
await once(server, 'listening');
const rooms = new Map<string, Set<WebSocket>>();
let legs: Record<string, string> = {};
let news = new Map<string, object>();

server.on('connection', (socket) => {
	let driver: string | undefined;
	let isKnown = false;
	socket.on('message', (data: Buffer) => {
		const text = data.toString();
		if (isKnown) return driver === undefined ? undefined : take(driver, text);
		isKnown = true;
		if (text.startsWith('driver:')) driver = text.slice(7);
		else rooms.set(text, (rooms.get(text) ?? new Set()).add(socket));
	});
});

function take(driver: string, text: string): void {
	const [, body] = JSON.parse(text.slice(text.indexOf('['))) as [
		string,
		{ fixes: { lat: number; lng: number; accuracyM: number; at: string }[] }
	];
	const { lat, lng, accuracyM, at } = body.fixes[0]!;
	const moved = { driver, point: { lat, lng }, accuracyM, at };
	news.set(driver, moved);
	const feed = legs[driver];
	if (feed) tell(feed, [moved]);
}

function tell(feed: string, drivers: object[]): void {
	const members = rooms.get(feed);
	if (!members) return;
	const frame = JSON.stringify(['moved', { feed, drivers }]);
	for (const socket of members) socket.send(frame);
}

setInterval(() => {
	if (news.size > 0) tell(MANAGERS, [...news.values()]);
	news = new Map();
}, 1000);

process.on('disconnect', () => process.exit());
process.on('message', (message: { legs?: Record<string, string> }) => {
	legs = message.legs ?? legs;
	process.send?.({ rss: process.memoryUsage.rss() });
});
process.send?.({ port: (server.address() as AddressInfo).port });
