/** Waits until all money is settled, then compares it with the orders and with the provider's books. */

import type { TimelineAnswer } from '#domain/wire/contract.ts';
import type { Stage } from '../actors/stage.ts';
import { readBooks, type BookedPayment } from '../client/books.ts';
import type { PlacedOrder } from '../tally.ts';
import type { Verdict } from './check.ts';
import { addMoney, bookFaults, moneyFaults } from './money.ts';

/** Captures and refunds are jobs of a worker: they come after the order's end. */
const TRIES = 60;
const AGAIN_MS = 500;

type Read = (order: PlacedOrder) => Promise<TimelineAnswer | undefined>;

/** The verdicts on money; `read` gives the present state of an order. Faults are looked at again, `triesMost` times. */
export async function checkMoney(
	stage: Pick<Stage, 'tally' | 'clock' | 'providers'>,
	read: Read,
	triesMost = TRIES
): Promise<Verdict[]> {
	const { placed, money } = stage.tally;
	const seen = new Map<string, TimelineAnswer['order']>();
	let faults: Faults = { own: [], books: [], of: 0, wrong: [...placed] };
	for (let tries = 1; tries <= triesMost && faults.wrong.length > 0; tries++) {
		if (tries > 1) await stage.clock.wait(stage.clock.minutesOf(AGAIN_MS));
		for (const order of faults.wrong) {
			const answer = await read(order);
			if (answer) seen.set(order.id, answer.order);
		}
		faults = compare(placed, seen, await allBooks(stage));
	}
	for (const view of seen.values()) addMoney(money, view);
	return [
		{ question: 'every order is paid once, or its money is given back', ...ofOwn(placed, faults) },
		...(stage.providers.size > 0
			? [{ question: 'the provider’s books say the same', of: faults.of, faults: faults.books }]
			: [])
	];
}

const ofOwn = (placed: readonly PlacedOrder[], { own }: Faults) => ({
	of: placed.length,
	faults: own
});

interface Faults {
	own: string[];
	books: string[];
	/** Number of our payments in the books. */
	of: number;
	/** Orders with a fault. */
	wrong: PlacedOrder[];
}

function compare(
	placed: readonly PlacedOrder[],
	seen: ReadonlyMap<string, TimelineAnswer['order']>,
	books: readonly BookedPayment[] | undefined
): Faults {
	const faults: Faults = { own: [], books: [], of: 0, wrong: [] };
	const byOrder = Map.groupBy(books ?? [], ({ orderId }) => orderId);
	for (const order of placed) {
		const view = seen.get(order.id);
		const booked = byOrder.get(order.id) ?? [];
		const own = view ? moneyFaults(order, view) : [`${order.id}: its money cannot be read`];
		const theirs = view && books ? bookFaults(order, view, booked) : [];
		faults.own.push(...own);
		faults.books.push(...theirs);
		faults.of += booked.length;
		if (own.length + theirs.length > 0) faults.wrong.push(order);
	}
	if (!books) faults.books.push('the books cannot be read');
	return faults;
}

/** The books of all providers that are doubles; undefined when one cannot be read. */
async function allBooks({
	providers
}: Pick<Stage, 'providers'>): Promise<BookedPayment[] | undefined> {
	const books: BookedPayment[] = [];
	for (const [origin, isDouble] of providers) {
		if (!(await isDouble)) continue;
		const read = await readBooks(origin);
		if (!read) return undefined;
		books.push(...read);
	}
	return books;
}
