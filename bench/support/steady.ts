import type pg from 'pg';
import type { BenchOrder } from './orders.ts';

/** Running writes. */
export interface Writing {
	/** Stops; returns the send time of each change by `id:version`, in ns. */
	stop(): Promise<ReadonlyMap<string, number>>;
}

const STEP_MS = 5;

/** Changes one order after another on a fixed schedule. */
export function steadyChanges(db: pg.Pool, orders: readonly BenchOrder[], rate: number): Writing {
	const sent = new Map<string, number>();
	const pending = new Set<Promise<void>>();
	const start = performance.now();
	let next = 0;
	let failure: unknown;

	async function change(order: BenchOrder): Promise<void> {
		const at = Number(process.hrtime.bigint());
		const { rows } = await db.query<{ version: number }>({
			name: 'bench-change',
			text: 'update orders set quote_to = clock_timestamp() where id = $1 returning version::int',
			values: [order.id]
		});
		sent.set(`${order.id}:${rows[0]?.version}`, at);
	}

	const timer = setInterval(() => {
		const due = ((performance.now() - start) / 1000) * rate;
		for (; next < due; next++) {
			const one = change(orders[next % orders.length]!)
				.catch((error: unknown) => (failure = error))
				.then(() => void pending.delete(one));
			pending.add(one);
		}
	}, STEP_MS);

	return {
		stop: async () => {
			clearInterval(timer);
			await Promise.all(pending);
			if (failure) throw failure;
			return sent;
		}
	};
}
