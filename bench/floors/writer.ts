/** Commits changes: on a fixed schedule, or as fast as the connections allow. */

import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { now } from './machine.ts';

export interface WriterTask {
	table: string;
	ids: string[];
	connections: number;
	/** Changes per second; 0 for a closed loop. */
	rate: number;
	count: number;
}

export interface WriterResult {
	/** Per change: `id:version`, and the times of its statement and of the acknowledgement, in ns. */
	keys: string[];
	sent: Float64Array;
	acked: Float64Array;
	errors: number;
	/** Seconds from the first statement to the last acknowledgement. */
	took: number;
}

const clients: pg.Client[] = [];

async function write(task: WriterTask): Promise<WriterResult> {
	while (clients.length < task.connections) {
		const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
		await client.connect();
		clients.push(client);
	}
	const keys = new Array<string>(task.count).fill('');
	const sent = new Float64Array(task.count);
	const acked = new Float64Array(task.count);
	let errors = 0;

	// Each connection has its own orders, so that row locks are not measured.
	const own = task.ids.length / task.connections;
	async function change(index: number, lane: number, turn: number): Promise<void> {
		const id = task.ids[Math.floor(lane * own + (turn % own))] ?? '';
		sent[index] = now();
		try {
			const { rows } = await clients[lane]!.query<{ version: number }>({
				name: `change-${task.table}`,
				text: `update ${task.table} set quote_to = clock_timestamp() where id = $1 returning version::int`,
				values: [id]
			});
			acked[index] = now();
			keys[index] = `${id}:${rows[0]?.version}`;
		} catch {
			errors++;
		}
	}

	const start = performance.now();
	if (task.rate === 0) {
		let next = 0;
		await Promise.all(
			clients.slice(0, task.connections).map(async (_, lane) => {
				for (let turn = 0; next < task.count; turn++) await change(next++, lane, turn);
			})
		);
	} else {
		const pending: Promise<void>[] = [];
		for (let index = 0; index < task.count; index++) {
			const wait = start + (index * 1000) / task.rate - performance.now();
			if (wait > 0) await sleep(wait);
			const lane = index % task.connections;
			pending.push(change(index, lane, Math.floor(index / task.connections)));
		}
		await Promise.all(pending);
	}
	return { keys, sent, acked, errors, took: (performance.now() - start) / 1000 };
}

process.on('disconnect', () => process.exit());
process.on('message', (task: WriterTask) => {
	void write(task).then((result) => process.send?.(result));
});
