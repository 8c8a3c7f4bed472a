/**
 * Thousands of clients in one process: tracking pages, screens, managers. Each joins its feed,
 * counts messages, and reconnects after the same pauses as a page.
 */

import { openLink } from './link.ts';
import type { Link } from './link.ts';
import { now } from './machine.ts';

export interface Seat {
	/** The feed to join; without one the socket only stays connected. */
	feed?: string;
	cookie?: string;
	/** The order whose versions must arrive without a gap. */
	order?: string;
}

export type CrowdTask =
	| { do: 'open'; port: number; protocol: 'ws' | 'socketio'; origin: string; seats: Seat[] }
	/** Starts recording; positions carry their send time in `accuracyM`, as ms since `epoch` (ns). */
	| { do: 'record'; epoch: number }
	| { do: 'tell' }
	/** Asks for the number of joined clients and the version that each holds. */
	| { do: 'count' };

export interface CrowdReport {
	/**
	 * Latency of single positions from the phone to the client, ms; positions in batches are not
	 * timed.
	 */
	moved: Float64Array;
	/** Frames with positions, and their bytes. */
	movedFrames: number;
	movedBytes: number;
	/** `id:version` of each received change, and its time in ns. */
	keys: string[];
	at: Float64Array;
	/** Latency from Postgres' time of a change to the client, ms; without the end of the commit. */
	late: Float64Array;
	/** Versions that a client missed. */
	gaps: number;
	closed: number;
}

export interface CrowdCount {
	joined: number;
	/** Version per client; 0 while it has not joined. */
	versions: Uint32Array;
	/** Time of each client's last join, in ns. */
	joinedAt: Float64Array;
	tries: number;
}

const BATCH = 50;
const BACK_OFF_MS = [100, 3000] as const;
/** Pause before the retry of a refused join, as in the pages. */
const REJOIN_MS = 3000;
const HEAD = /"id"\s?:\s?"([^"]+)",\s?"version"\s?:\s?(\d+)/;
const WHEN = /"at":"([^"]+)"/;
const AGE = /"accuracyM":([\d.]+)/;
const BATCHED_BYTES = 600;

interface Client extends Seat {
	link: Link | undefined;
	version: number;
	joinedAt: number;
	isIn: boolean;
	failures: number;
	onIn: (() => void) | undefined;
}

let clients: Client[] = [];
let place: CrowdTask & { do: 'open' };
let isRecording = false;
let epoch = 0;
let tries = 0;
let report = emptyReport();

function emptyReport() {
	return {
		moved: [] as number[],
		movedFrames: 0,
		movedBytes: 0,
		keys: [] as string[],
		at: [] as number[],
		late: [] as number[],
		gaps: 0,
		closed: 0
	};
}

async function open(task: CrowdTask & { do: 'open' }): Promise<void> {
	place = task;
	const added: Client[] = task.seats.map((seat) => ({
		...seat,
		link: undefined,
		version: 0,
		joinedAt: 0,
		isIn: false,
		failures: 0,
		onIn: undefined
	}));
	clients = clients.concat(added);
	for (let from = 0; from < added.length; from += BATCH)
		await Promise.all(
			added.slice(from, from + BATCH).map(
				(client) =>
					new Promise<void>((resolve) => {
						client.onIn = resolve;
						connect(client);
					})
			)
		);
}

function connect(client: Client): void {
	tries++;
	const isPlain = place.protocol === 'ws';
	client.link = openLink({
		port: place.port,
		path: isPlain ? '/' : '/socket.io/?EIO=4&transport=websocket',
		headers: { origin: place.origin, ...(client.cookie && { cookie: client.cookie }) },
		onOpen: () => {
			if (!isPlain) return;
			client.link?.send(client.feed ?? '');
			enter(client);
		},
		onText: (data) => (isPlain ? note(client, data, 0) : receive(client, data)),
		onClose: () => leave(client)
	});
}

/**
 * engine.io packet types: 0 open, 2 ping, 4 message; Socket.io types in it: 0 connect, 2 event, 3
 * ack.
 */
function receive(client: Client, data: Buffer): void {
	const kind = data[0];
	if (kind === 0x32) client.link?.send('3');
	else if (kind === 0x30) client.link?.send('40');
	else if (kind !== 0x34) return;
	else if (data[1] === 0x32) note(client, data, 2);
	else if (data[1] === 0x30) join(client);
	else if (data[1] === 0x33) joined(client, data);
}

function join(client: Client): void {
	if (!client.feed) return enter(client);
	client.link?.send(`420${JSON.stringify(['join', { feed: client.feed }])}`);
}

function joined(client: Client, data: Buffer): void {
	if (!data.toString('latin1', 0, 60).includes('"ok":true')) {
		setTimeout(() => !client.isIn && client.link && join(client), REJOIN_MS);
		return;
	}
	const version = client.order ? /"version":(\d+)/.exec(data.toString('latin1'))?.[1] : 0;
	client.version = Math.max(client.version, Number(version));
	enter(client);
}

function enter(client: Client): void {
	client.isIn = true;
	client.failures = 0;
	client.joinedAt = now();
	client.onIn?.();
	client.onIn = undefined;
}

function leave(client: Client): void {
	report.closed++;
	client.isIn = false;
	client.link = undefined;
	const [first, longest] = BACK_OFF_MS;
	const pause = Math.min(longest, first * 2 ** client.failures++);
	setTimeout(() => connect(client), pause * (0.5 + Math.random()));
}

/** Records an event; `skip` is the number of protocol bytes before it. */
function note(client: Client, data: Buffer, skip: number): void {
	const event = data[skip + 2];
	if (event === 0x6d) moved(data);
	else if (event === 0x63) changed(client, data);
}

function moved(data: Buffer): void {
	if (!isRecording) return;
	report.movedFrames++;
	report.movedBytes += data.length;
	if (data.length > BATCHED_BYTES) return;
	const sent = AGE.exec(data.toString('latin1'))?.[1];
	report.moved.push((now() - epoch) / 1e6 - Number(sent));
}

function changed(client: Client, data: Buffer): void {
	const head = data.toString('latin1', 0, 300);
	const found = HEAD.exec(head);
	if (!found) return;
	const [, id = '', text = ''] = found;
	const version = Number(text);
	if (client.order === id) {
		if (version > client.version + 1) report.gaps += version - client.version - 1;
		client.version = Math.max(client.version, version);
	}
	if (!isRecording) return;
	report.keys.push(`${id}:${version}`);
	report.at.push(now());
	const made = WHEN.exec(head)?.[1];
	if (made) report.late.push(performance.timeOrigin + performance.now() - Date.parse(made));
}

function tell(): CrowdReport {
	const { moved: ages, at, late, ...rest } = report;
	return {
		...rest,
		moved: Float64Array.from(ages),
		at: Float64Array.from(at),
		late: Float64Array.from(late)
	};
}

function count(): CrowdCount {
	return {
		joined: clients.filter((client) => client.isIn).length,
		versions: Uint32Array.from(clients, (client) => (client.isIn ? client.version : 0)),
		joinedAt: Float64Array.from(clients, (client) => client.joinedAt),
		tries
	};
}

process.on('disconnect', () => process.exit());
process.on('message', (task: CrowdTask) => {
	if (task.do === 'open') void open(task).then(() => process.send?.({ ok: true }));
	else if (task.do === 'count') process.send?.(count());
	else if (task.do === 'tell') process.send?.(tell());
	else {
		report = emptyReport();
		epoch = task.epoch;
		isRecording = true;
		process.send?.({ ok: true });
	}
});
