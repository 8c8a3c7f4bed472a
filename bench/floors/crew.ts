/**
 * Customers and cooks over the public API: orders on a fixed schedule, each taken along its whole life by
 * one command after the other; and orders that go into the oven and back, for the pages that follow them.
 */

import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

export interface CrewTask {
	url: string;
	cookie: string;
	shops: string[];
	/** New orders a second. */
	rate: number;
	/** Orders in the making, and how many changes of them a second. */
	toggled: string[];
	toggles: number;
	ms: number;
}

export interface CrewReport {
	/** Orders that went their whole way, and commands that did not get a yes. */
	finished: number;
	refused: number;
	commands: number;
	/** ms from sending to the answer, over all commands. */
	answered: Float64Array;
	firstRefusal: string | undefined;
}

const LIFE = ['accept', 'start', 'bake', 'box', 'collect'];
const STEP_MS = 10;
/** Of those that go into the oven and back, the ones that are in it. */
const baking = new Set<string>();
/** Those whose last command is not answered yet: a second one beside it would be a cook's mistake. */
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
	// What is still under way then was too slow.
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
