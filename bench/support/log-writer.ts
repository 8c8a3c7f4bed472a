/**
 * Writers in a separate process: each lane moves its own orders back and forth, as fast as it can.
 */

import pg from 'pg';

export interface WriterTask {
	url: string;
	/** Orders per lane; no two lanes share one. */
	lanes: string[][];
	ms: number;
}

export interface WriterResult {
	commits: number;
	errors: number;
	/** Latency from statement to acknowledgement, ms. */
	latencies: Float64Array;
	/** CPU seconds of this process. */
	cpu: number;
}

const MOVE = `update orders set status = case status when 'boxed' then 'in_oven' else 'boxed' end
	where id = $1`;

const clients = new Map<string, pg.Client[]>();

async function clientsOf(url: string, count: number): Promise<pg.Client[]> {
	const open = clients.get(url) ?? [];
	clients.set(url, open);
	while (open.length < count) {
		const client = new pg.Client({ connectionString: url });
		await client.connect();
		open.push(client);
	}
	return open;
}

async function write(task: WriterTask): Promise<WriterResult> {
	const open = await clientsOf(task.url, task.lanes.length);
	const latencies: number[] = [];
	const cpu = process.cpuUsage();
	const end = performance.now() + task.ms;
	let errors = 0;
	await Promise.all(
		task.lanes.map(async (ids, lane) => {
			while (performance.now() < end) {
				const id = ids[Math.floor(Math.random() * ids.length)];
				const sent = performance.now();
				try {
					await open[lane]?.query({ name: 'move', text: MOVE, values: [id] });
					latencies.push(performance.now() - sent);
				} catch {
					errors++;
				}
			}
		})
	);
	const used = process.cpuUsage(cpu);
	return {
		commits: latencies.length,
		errors,
		latencies: Float64Array.from(latencies),
		cpu: (used.user + used.system) / 1e6
	};
}

process.on('disconnect', () => process.exit());
process.on('message', (task: WriterTask) => {
	void write(task).then((result) => process.send?.(result));
});
