import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GroupPage, JoinAck } from '#domain/wire/contract.ts';
import { io } from 'socket.io-client';
import { post } from '../../tests/support/wire/client.ts';
import { cpuOfTrees, median } from '../floors/machine.ts';
import { residentOf, type House } from './house.ts';

/** The session cookies and the tracking token for the measured pages. */
export interface Visitors {
	owner: string;
	manager: string;
	cook: string;
	token: string;
}

/** One figure: ms, and KB of the response if there is one. */
export interface Cost {
	ms: number;
	kb?: number;
	/** The refusal, if any; the figure is then that of the refusal. */
	refused?: string;
}

/** CPU in cores and memory in MB of a process. */
export interface Rest {
	cores: number;
	mb: number;
}

const PAGES = {
	'chooser page': { path: '/', who: undefined },
	'chooser page, near a door': { path: '/?near=3+rue+des+Tanneurs', who: undefined },
	'menu page': { path: '/gare', who: undefined },
	'tracking page': { path: '/track/', who: undefined },
	'kitchen page': { path: '/kitchen/gare', who: 'cook' },
	'desk page': { path: '/manage/gare', who: 'manager' },
	'history page': { path: '/manage/gare/orders', who: 'manager' },
	'group page': { path: '/manage', who: 'owner' }
} as const;

const FEEDS = {
	'join kitchen': 'kitchen:gare',
	'join desk': 'manage:gare',
	'join order': 'order:',
	'join group': 'manage:group'
} as const;

/** Longer than the period in which joins share one snapshot. */
const APART_MS = 270;
const REST_MS = 8000;

/** Cost of each page, loaded one after another without compression. */
export async function measurePages(
	house: House,
	visitors: Visitors,
	times: number
): Promise<Map<string, Cost>> {
	const costs = new Map<string, Cost>();
	for (const [name, { path, who }] of Object.entries(PAGES)) {
		const url = house.url + path + (path === '/track/' ? visitors.token : '');
		const headers = {
			'accept-encoding': 'identity',
			'accept-language': 'fr',
			...(who && { cookie: visitors[who] })
		};
		for (let n = 0; n < 2; n++) await load(url, headers);
		const loads: Cost[] = [];
		for (let n = 0; n < times; n++) loads.push(await load(url, headers));
		costs.set(name, { ...loads.at(-1)!, ms: median(loads.map(({ ms }) => ms)) });
	}
	return costs;
}

async function load(url: string, headers: Record<string, string>): Promise<Cost> {
	const start = performance.now();
	const answer = await fetch(url, { headers, redirect: 'manual' });
	const html = await answer.text();
	const cost = { ms: performance.now() - start, kb: Buffer.byteLength(html) / 1024 };
	return answer.status === 200 ? cost : { ...cost, refused: String(answer.status) };
}

/** Cost of placing an order and of one step, through the public API. */
export async function measureCommands(
	house: House,
	{ owner }: Visitors,
	times: number
): Promise<Map<string, Cost>> {
	const person = { url: house.url, cookie: owner };
	const spent = { place: [] as number[], act: [] as number[] };
	for (let n = -2; n < times; n++) {
		const [before, reply] = [
			performance.now(),
			await post<{ order: { id: string } }>(person, '/api/orders', {
				shop: 'gare',
				fulfilment: 'collection',
				customer: { name: 'Camille Durand', phone: '+33639980101' },
				lines: [{ product: 'margherita', size: 'm', quantity: 2 }]
			})
		];
		const placed = performance.now();
		if (reply.outcome !== 'ok') throw new Error(JSON.stringify(reply));
		const { id } = reply.body.order;
		const moved = await post(person, `/api/orders/${id}/accept`, {});
		if (moved.outcome !== 'ok') throw new Error(JSON.stringify(moved));
		const acted = performance.now();
		// Cancelled, so that the boards keep their size.
		await post(person, `/api/orders/${id}/cancel`, { reason: randomUUID() });
		if (n < 0) continue;
		spent.place.push(placed - before);
		spent.act.push(acted - placed);
	}
	return new Map(Object.entries(spent).map(([name, all]) => [name, { ms: median(all) }]));
}

/** Cost of joining each feed, and the size of its snapshot. */
export async function measureJoins(
	house: House,
	{ owner, token }: Visitors,
	times: number
): Promise<Map<string, Cost>> {
	const costs = new Map<string, Cost>();
	const socket = io(house.url, {
		transports: ['websocket'],
		extraHeaders: { origin: house.url, cookie: owner }
	});
	const shops = await groupShops(house, owner);
	for (const [name, prefix] of Object.entries(FEEDS)) {
		const feed = prefix === 'order:' ? prefix + token : prefix;
		const spent: number[] = [];
		let last: JoinAck | undefined;
		for (let n = 0; n < times; n++) {
			const start = performance.now();
			const asked = { feed, ...(feed === FEEDS['join group'] && { shops }) };
			last = (await socket.timeout(10_000).emitWithAck('join', asked)) as JoinAck;
			spent.push(performance.now() - start);
			await socket.timeout(10_000).emitWithAck('leave', { feed });
			await sleep(APART_MS);
		}
		const kb = Buffer.byteLength(JSON.stringify(last)) / 1024;
		const refused = last?.ok ? {} : { refused: last?.error.code ?? 'no answer' };
		costs.set(name, { ms: median(spent), kb, ...refused });
	}
	socket.disconnect();
	return costs;
}

/** Those that the owner's page joins. */
async function groupShops({ url }: House, cookie: string): Promise<string[]> {
	const answer = await fetch(`${url}/api/group/orders?page=1`, { headers: { cookie } });
	return ((await answer.json()) as GroupPage).shops.map(({ id }) => id);
}

/** The web process without clients. */
export async function measureRest(house: House): Promise<Rest> {
	const pid = house.web.pid ?? 0;
	await sleep(2000);
	const [before = 0] = cpuOfTrees([pid]);
	const start = performance.now();
	await sleep(REST_MS);
	const [after = 0] = cpuOfTrees([pid]);
	const cores = ((after - before) * 1000) / (performance.now() - start);
	return { cores, mb: residentOf(pid) / 2 ** 20 };
}

/** ms from the end of the web process until the next one answers. */
export async function measureStart(house: House): Promise<Cost> {
	const start = performance.now();
	await house.renewWeb();
	return { ms: performance.now() - start };
}
