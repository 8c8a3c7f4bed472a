/** Receiving clients: raw WebSockets for every system, so that all use the same client. */

import { WebSocket } from 'ws';

export type SinkTask =
	| {
			do: 'connect';
			count: number;
			port: number;
			protocol: 'ws' | 'socketio';
			feed?: string;
	  }
	/** Starts recording. */
	| { do: 'record' }
	/** Returns the recording once so many messages arrived, or after a pause without any. */
	| { do: 'collect'; expected: number };

export interface SinkResult {
	/** Per delivery: key, socket index, and time in ns. */
	keys: string[];
	sockets: Uint16Array;
	at: Float64Array;
	/** Number of sockets closed by the server. */
	closed: number;
}

const QUIET_MS = 1500;
const HEAD = /"id"\s?:\s?"([^"]+)",\s?"version"\s?:\s?(\d+)/;

const sockets: WebSocket[] = [];
let heads: string[] = [];
let owners: number[] = [];
let times: number[] = [];
let isRecording = false;

async function connect(task: SinkTask & { do: 'connect' }): Promise<void> {
	for (const socket of sockets.splice(0)) socket.terminate();
	for (let from = 0; from < task.count; from += 50) {
		const batch = Array.from({ length: Math.min(50, task.count - from) }, (_, index) =>
			open(task, from + index)
		);
		sockets.push(...(await Promise.all(batch)));
	}
}

function open(task: SinkTask & { do: 'connect' }, owner: number): Promise<WebSocket> {
	const path = task.protocol === 'ws' ? '' : 'socket.io/?EIO=4&transport=websocket';
	const socket = new WebSocket(`ws://127.0.0.1:${task.port}/${path}`, {
		headers: { origin: 'http://bench' },
		perMessageDeflate: false
	});
	return new Promise((resolve, reject) => {
		socket.on('error', reject);
		if (task.protocol === 'ws') socket.on('open', () => resolve(socket));
		socket.on('message', (data: Buffer) => {
			const at = Number(process.hrtime.bigint());
			const first = data.toString('latin1', 0, 2);
			if (task.protocol === 'ws' || first === '42') {
				const isChange = task.protocol === 'ws' || data.toString('latin1', 0, 10) === '42["change';
				if (!isRecording || !isChange) return;
				heads.push(data.toString('latin1', 0, 260));
				owners.push(owner);
				times.push(at);
			} else if (first[0] === '2') socket.send('3');
			else if (first[0] === '0') socket.send('40');
			else if (first === '40' && task.feed)
				socket.send(`420${JSON.stringify(['join', { feed: task.feed }])}`);
			else if (first === '43' || first === '40') {
				if (first === '43' && !data.toString('latin1', 0, 40).includes('"ok":true'))
					reject(new Error(data.toString().slice(0, 200)));
				resolve(socket);
			}
		});
	});
}

async function collect(expected: number): Promise<SinkResult> {
	let before = -1;
	while (times.length < expected && times.length !== before) {
		before = times.length;
		for (let waited = 0; waited < QUIET_MS && times.length < expected; waited += 20)
			await new Promise((resolve) => setTimeout(resolve, 20));
	}
	isRecording = false;
	const keys = heads.map((head) => {
		const found = HEAD.exec(head);
		return found ? `${found[1]}:${found[2]}` : '';
	});
	const closed = sockets.filter((socket) => socket.readyState !== WebSocket.OPEN).length;
	return { keys, sockets: Uint16Array.from(owners), at: Float64Array.from(times), closed };
}

process.on('disconnect', () => process.exit());
process.on('message', (task: SinkTask) => {
	if (task.do === 'connect')
		connect(task).then(
			() => process.send?.({ ok: true }),
			(error: Error) => process.send?.({ ok: false, error: error.message })
		);
	else if (task.do === 'record') {
		heads = [];
		owners = [];
		times = [];
		isRecording = true;
		process.send?.({ ok: true });
	} else void collect(task.expected).then((result) => process.send?.(result));
});
