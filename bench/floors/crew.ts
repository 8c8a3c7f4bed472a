/**
 * Load generator for the public API: places orders on a fixed schedule and takes each through all
 * its stages; also toggles orders between two stages, for the pages that follow them.
 */

import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

export interface CrewTask {
	url: string;
	cookie: string;
	shops: string[];
	/** New orders per second. */
	rate: number;
	/** Orders to toggle, and how many toggles per second. */
	toggled: string[];
	toggles: number;
	ms: number;
}

export interface CrewReport {
	/** Orders that reached the last stage, and commands that were refused. */
	finished: number;
	refused: number;
	commands: number;
	/** Response times of all commands, ms. */
	answered: Float64Array;
	firstRefusal: string | undefined;
}

const LIFE = ['accept', 'start', 'bake', 'box', 'collect'];
const STEP_MS = 10;
/** Toggled orders that are in the oven now. */
const baking = new Set<string>();
/** Orders with an unanswered command; a second one in parallel would be refused as a conflict. */
const asked = new Set<string>();
const agent = new Agent({ keepAlive: true, maxSockets: 128 });

async function run(task: CrewTask): Promise<CrewReport> {
	const report = {
		finished: 0,
		refused: 0,
		commands: 0,
		firstRefusal: undefined as string | undefined
	};
	const answered: number[] = [];
	const pending = new Set<Promise<unknown>>();
	const start = performance.now();
	let orders = 0;
	let toggles = 0;

	async function command<T>(path: string, body: object): Promise<T | undefined> {
		const at = performance.now();
		const { status, text } = await post(task, path, body);
		answered.push(performance.now() - at);
		report.commands++;
		if (status < 300) return JSON.parse(text) as T;
		report.refused++;
		report.firstRefusal ??= `${path} ${status} ${text.slice(0, 200)}`;
		return undefined;
	}

	async function live(index: number): Promise<void> {
		const placed = await command<{ order: { id: string } }>('/api/orders', {
			shop: task.shops[index % task.shops.length],
			fulfilment: 'collection',
			customer: { name: 'Camille Durand', phone: '+33639980101' },
			lines: [{ product: 'margherita', size: 'm', quantity: 2 }]
		});
		for (const action of placed ? LIFE : [])
			if (!(await command(`/api/orders/${placed!.order.id}/${action}`, {}))) return;
		if (placed) report.finished++;
	}

	async function toggle(index: number): Promise<void> {
		const id = task.toggled[index % task.toggled.length]!;
		if (asked.has(id)) return;
		asked.add(id);
		const action = baking.has(id) ? 'recall' : 'bake';
		const isDone = await command(`/api/orders/${id}/${action}`, {}).finally(() => asked.delete(id));
		if (!isDone) return;
		if (action === 'bake') baking.add(id);
		else baking.delete(id);
	}

	function follow(work: Promise<unknown>): void {
		const one = work
			.catch((error: Error) => {
				report.refused++;
				report.firstRefusal ??= error.message;
			})
			.then(() => void pending.delete(one));
		pending.add(one);
	}

	for (let elapsed = 0; elapsed < task.ms; elapsed = performance.now() - start) {
		for (; orders < (elapsed / 1000) * task.rate; orders++) follow(live(orders));
		for (; toggles < (elapsed / 1000) * task.toggles; toggles++) follow(toggle(toggles));
		await new Promise((resolve) => setTimeout(resolve, STEP_MS));
	}
	// Orders still open after this time count as too slow.
	const patience = new Promise((resolve) => setTimeout(resolve, 2000));
	await Promise.race([Promise.all(pending), patience]);
	return { ...report, answered: Float64Array.from(answered) };
}

function post(
	{ url, cookie }: CrewTask,
	path: string,
	body: object
): Promise<{ status: number; text: string }> {
	return new Promise((resolve, reject) => {
		const sent = request(
			url + path,
			{
				agent,
				method: 'POST',
				headers: {
					origin: url,
					cookie,
					'content-type': 'application/json',
					'idempotency-key': randomUUID()
				}
			},
			(answer) => {
				let text = '';
				answer.setEncoding('utf8');
				answer.on('data', (piece: string) => (text += piece));
				answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
			}
		);
		sent.on('error', reject);
		sent.end(JSON.stringify(body));
	});
}

process.on('disconnect', () => process.exit());
process.on('message', (task: CrewTask) => {
	void run(task).then((report) => process.send?.(report));
});
