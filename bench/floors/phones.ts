/**
 * Drivers' phones: each sends its position once a second; the phones are spread evenly over the
 * second.
 */

import { openLink } from './link.ts';
import type { Link } from './link.ts';

export type PhonesTask =
	| {
			do: 'open';
			port: number;
			protocol: 'ws' | 'socketio';
			origin: string;
			drivers: { id: string; cookie: string }[];
	  }
	/**
	 * Starts sending; positions carry their send time in `accuracyM`, as ms since `epoch` (monotonic
	 * ns).
	 */
	| { do: 'drive'; epoch: number; everyMs: number }
	/** Asks for the counters; `halt` stops sending and reports after the last answers. */
	| { do: 'tell' }
	| { do: 'halt' };

export interface PhonesReport {
	sent: number;
	/** Answers of the hub; a plain WebSocket server gives none. */
	acked: number;
	refused: number;
	closed: number;
}

const BATCH = 50;
const STEP_MS = 5;

interface Phone {
	id: string;
	cookie: string;
	link: Link | undefined;
	isIn: boolean;
	turn: number;
}

let phones: Phone[] = [];
let timer: NodeJS.Timeout | undefined;
const report: PhonesReport = { sent: 0, acked: 0, refused: 0, closed: 0 };

async function open(task: PhonesTask & { do: 'open' }): Promise<void> {
	const added = task.drivers.map((driver) => ({
		...driver,
		link: undefined,
		isIn: false,
		turn: 0
	}));
	phones = phones.concat(added);
	for (let from = 0; from < added.length; from += BATCH)
		await Promise.all(added.slice(from, from + BATCH).map((phone) => connect(phone, task)));
}

function connect(phone: Phone, task: PhonesTask & { do: 'open' }): Promise<void> {
	const isPlain = task.protocol === 'ws';
	return new Promise((resolve) => {
		const enter = () => {
			phone.isIn = true;
			resolve();
		};
		phone.link = openLink({
			port: task.port,
			path: isPlain ? '/' : '/socket.io/?EIO=4&transport=websocket',
			headers: { origin: task.origin, ...(!isPlain && { cookie: phone.cookie }) },
			onOpen: () => {
				if (!isPlain) return;
				phone.link?.send(`driver:${phone.id}`);
				enter();
			},
			onText: (data) => {
				const first = data.toString('latin1', 0, 2);
				if (first[0] === '2') phone.link?.send('3');
				else if (first[0] === '0') phone.link?.send('40');
				else if (first === '40') enter();
				else if (first === '43') acked(data);
			},
			onClose: () => {
				phone.isIn = false;
				report.closed++;
			}
		});
	});
}

function acked(data: Buffer): void {
	if (data.includes('"ok":true')) report.acked++;
	else report.refused++;
}

/** Sends on a fixed schedule, independent of the server's answers. */
function drive({ epoch, everyMs }: PhonesTask & { do: 'drive' }): void {
	const start = performance.now();
	let next = 0;
	timer = setInterval(() => {
		const due = ((performance.now() - start) / everyMs) * phones.length;
		for (; next < due; next++) tellPlace(phones[next % phones.length]!, epoch);
	}, STEP_MS);
}

function tellPlace(phone: Phone, epoch: number): void {
	if (!phone.isIn) return;
	phone.turn++;
	const accuracyM = (Number(process.hrtime.bigint()) - epoch) / 1e6;
	const fix = {
		lat: 43.6 + (phone.turn % 100) / 1e4,
		lng: 3.88,
		accuracyM: Math.round(accuracyM * 1000) / 1000,
		at: new Date().toISOString()
	};
	report.sent++;
	// A Socket.io event (2) with a number for its ack.
	phone.link?.send(`42${phone.turn}${JSON.stringify(['position', { fixes: [fix] }])}`);
}

process.on('disconnect', () => process.exit());
process.on('message', (task: PhonesTask) => {
	if (task.do === 'open') void open(task).then(() => process.send?.({ ok: true }));
	else if (task.do === 'drive') {
		drive(task);
		process.send?.({ ok: true });
	} else if (task.do === 'tell') process.send?.(report);
	else {
		clearInterval(timer);
		setTimeout(() => process.send?.(report), 1500);
	}
});
