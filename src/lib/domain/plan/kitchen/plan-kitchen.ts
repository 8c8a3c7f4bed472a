/** The forecast of a kitchen: when each open order is started, goes into the oven, and is boxed. */

import { MINUTE } from '../../time/hours.ts';
import type { KitchenCapacity } from './capacity.ts';
import { Line, type PizzaTimes } from './line.ts';
import { workLeft, type KitchenWork, type PizzaLeft, type WorkLeft } from './work.ts';

export interface KitchenQuestion {
	/** Epoch ms, as all instants here. */
	now: number;
	capacity: KitchenCapacity;
	orders: readonly KitchenWork[];
	/** The smaller, the earlier it is started; by `dueAt` without it. What is started goes on first. */
	rank?: (order: KitchenWork) => number;
	/** Length of a minute in ms; shorter in a demo (`minuteOf`). */
	minuteMs?: number;
}

export interface OrderInKitchen {
	id: string;
	/** The latest start that keeps the promise, in the past for one that is late; null once started. */
	startBy: number | null;
	/** When it has to go into the oven at the latest, likewise; null once it is in. */
	ovenBy: number | null;
	/** When hands are free for it; null once started. */
	startAt: number | null;
	/** When its first pizza goes in; in the past for one that is in. Null without a pizza. */
	firstIn: number | null;
	/** When its first pizza is baked. */
	firstOut: number | null;
	/** When all of it is boxed. */
	readyAt: number;
	/** `dueAt` minus `readyAt`: negative when it will be late. */
	slackMs: number;
	pizzas: PizzaTimes[];
}

/** What a quarter hour asks of the kitchen, as a share of what it can do. */
export interface QuarterLoad {
	from: number;
	/** Pizzas that go into the oven in it. */
	pizzas: number;
	hands: number;
	oven: number;
}

export interface KitchenPlan {
	orders: Map<string, OrderInKitchen>;
	load: QuarterLoad[];
	/** The first place in the oven, and the first hands, that none of these orders needs. */
	ovenFreeAt: number;
	handsFreeAt: number;
}

interface Task extends WorkLeft {
	order: KitchenWork;
	rank: number;
}

/**
 * Lays the open orders over hands, oven places and the cut table by list scheduling (R. L. Graham, "Bounds on
 * multiprocessing timing anomalies", SIAM J. Appl. Math. 17, 1969, in one fixed order at all three queues,
 * which excludes his anomalies). Deterministic; ties go by id.
 */
export function planKitchen(question: KitchenQuestion): KitchenPlan {
	const { now, capacity } = question;
	const tasks = tasksOf(question);
	const line = new Line(capacity, now);
	const times = layAll(line, tasks, question);
	const latest = latestTimes(tasks, capacity);
	const orders = new Map<string, OrderInKitchen>();
	for (const task of tasks) {
		const planned = inKitchen(task, times.get(task) ?? [], latest.get(task), now);
		orders.set(task.order.id, planned);
	}
	return {
		orders,
		load: loadOf([...orders.values()], capacity, now),
		ovenFreeAt: line.ovenFreeAt,
		handsFreeAt: line.handsFreeAt
	};
}

/** The orders in the sequence in which the kitchen works: what is in the oven, what is started, the rest. */
export function tasksOf(question: KitchenQuestion): Task[] {
	const { now, capacity, orders, rank = ({ dueAt }) => dueAt, minuteMs = MINUTE } = question;
	const tasks = orders.map((order) => ({
		...workLeft(order, capacity, { now, minuteMs }),
		order,
		rank: rank(order)
	}));
	return tasks.sort(
		(a, b) =>
			stepOf(a) - stepOf(b) ||
			(stepOf(a) === 0 ? firstOut(a) - firstOut(b) : a.rank - b.rank) ||
			(a.order.id < b.order.id ? -1 : 1)
	);
}

const isBaking = ({ pizzas }: WorkLeft): boolean => pizzas.some(({ outAt }) => outAt !== null);
const stepOf = (task: Task): number => (isBaking(task) ? 0 : task.isStarted ? 1 : 2);
const firstOut = ({ pizzas }: Task): number => pizzas[0]?.outAt ?? 0;

/** The times of each order's pizzas. */
export function layAll(
	line: Line,
	tasks: readonly Task[],
	{ now, capacity }: Pick<KitchenQuestion, 'now' | 'capacity'>
): Map<Task, PizzaTimes[]> {
	const times = new Map<Task, PizzaTimes[]>();
	// More than the oven holds cannot be in it: the rest stands made before it.
	const kept = new Map<PizzaLeft, PizzaTimes>();
	for (const { pizzas } of tasks)
		for (const pizza of pizzas) {
			const { outAt } = pizza;
			const held = outAt === null ? undefined : line.keep({ ...pizza, outAt }, now);
			if (held) kept.set(pizza, held);
		}
	for (const task of tasks) {
		const from = startFrom(task, now, capacity);
		times.set(
			task,
			task.pizzas.map((pizza) => kept.get(pizza) ?? line.lay(pizza, from))
		);
	}
	return times;
}

function startFrom({ isStarted, order }: Task, now: number, { delayMs }: KitchenCapacity): number {
	return isStarted ? now : Math.max(now + delayMs, order.notBefore ?? now);
}

type Latest = { startBy: number; ovenBy: number };

/** The latest times, by the same queues backwards from what is due last. */
function latestTimes(
	tasks: readonly Task[],
	capacity: KitchenCapacity,
	dueOf: (order: KitchenWork) => number = ({ dueAt }) => dueAt
): Map<Task, Latest> {
	const line = new Line(capacity, -Infinity);
	const latest = new Map<Task, Latest>();
	const open = tasks.filter((task) => task.pizzas.length > 0 && !isBaking(task));
	const backwards = open.toSorted(
		(a, b) => dueOf(b.order) - dueOf(a.order) || (a.order.id < b.order.id ? 1 : -1)
	);
	for (const task of backwards) {
		const times = task.pizzas.toReversed().map((pizza) => line.layBack(pizza, dueOf(task.order)));
		latest.set(task, {
			startBy: Math.min(...times.map(({ makeFrom }) => makeFrom)),
			ovenBy: Math.min(...times.map(({ ovenIn }) => ovenIn))
		});
	}
	return latest;
}

/**
 * When each order that is not in the oven has to go in at the latest, so that it and all behind it are boxed by
 * `boxedBy` (epoch ms), by order.
 */
export function latestOvenTimes(
	question: KitchenQuestion,
	boxedBy: (order: KitchenWork) => number
): Map<string, number> {
	const latest = latestTimes(tasksOf(question), question.capacity, boxedBy);
	return new Map([...latest].map(([{ order }, { ovenBy }]) => [order.id, ovenBy]));
}

function inKitchen(
	task: Task,
	pizzas: PizzaTimes[],
	latest: Latest | undefined,
	now: number
): OrderInKitchen {
	const { order, isStarted } = task;
	const readyAt = pizzas.reduce((last, { cutTo }) => Math.max(last, cutTo), now);
	const startAt = pizzas.reduce((first, one) => Math.min(first, one.makeFrom), Infinity);
	const firstIn = pizzas.reduce((first, one) => Math.min(first, one.ovenIn), Infinity);
	const firstOut = pizzas.reduce((first, one) => Math.min(first, one.ovenOut), Infinity);
	const slackMs = order.dueAt - readyAt;
	// Where the plan keeps the promise, its own times do: the latest are not before them.
	const by = (backwards: number | undefined, planned: number) =>
		slackMs >= 0 ? Math.max(backwards ?? planned, planned) : (backwards ?? planned);
	return {
		id: order.id,
		startBy: isStarted || !latest ? null : by(latest.startBy, startAt),
		ovenBy: latest ? by(latest.ovenBy, firstIn) : null,
		startAt: isStarted || !latest ? null : startAt,
		firstIn: pizzas.length > 0 ? firstIn : null,
		firstOut: pizzas.length > 0 ? firstOut : null,
		readyAt,
		slackMs,
		pizzas
	};
}

const QUARTER = 15 * MINUTE;
/** Beyond this the load is not listed: 24 hours. */
const MOST_QUARTERS = 96;

function loadOf(
	orders: readonly OrderInKitchen[],
	{ hands, ovenPlaces }: KitchenCapacity,
	now: number
): QuarterLoad[] {
	const first = Math.floor(now / QUARTER) * QUARTER;
	const load: QuarterLoad[] = [];
	const at = (index: number): QuarterLoad => {
		while (load.length <= index)
			load.push({ from: first + load.length * QUARTER, pizzas: 0, hands: 0, oven: 0 });
		return load[index]!;
	};
	const add = (from: number, to: number, part: 'hands' | 'oven', of: number) => {
		for (let i = Math.max(0, Math.floor((from - first) / QUARTER)); i < MOST_QUARTERS; i++) {
			const begin = first + i * QUARTER;
			if (begin >= to) return;
			at(i)[part] += (Math.min(to, begin + QUARTER) - Math.max(from, begin, now)) / (QUARTER * of);
		}
	};
	for (const { pizzas } of orders)
		for (const { makeFrom, makeTo, ovenIn, ovenOut } of pizzas) {
			if (makeTo > now) add(makeFrom, makeTo, 'hands', hands);
			if (ovenOut > now) add(ovenIn, ovenOut, 'oven', ovenPlaces);
			const index = Math.floor((ovenIn - first) / QUARTER);
			if (ovenIn >= now && index < MOST_QUARTERS) at(index).pizzas++;
		}
	return load;
}
