import type { DBAdapter, DBTransactionAdapter, Where } from 'better-auth/adapters';

/**
 * The sign-in library's adapter, whose tables hold the database's time. The library uses the clock of its
 * process and has no option for another one. Where that clock is `aheadMs` ahead, each time is shifted back
 * on its way into the database and forward on its way out, so a session lasts equally long on a machine
 * with a wrong clock.
 */
export function withDatabaseTime(adapter: DBAdapter, aheadMs: () => number | undefined): DBAdapter {
	return {
		...moving(adapter, aheadMs),
		transaction: (work) => adapter.transaction((inner) => work(moving(inner, aheadMs)))
	};
}

function moving(
	adapter: DBTransactionAdapter,
	aheadMs: () => number | undefined
): DBTransactionAdapter {
	const inward = <Asked extends Question>(asked: Asked): Asked => questionBy(asked, -ahead());
	const outward = <Row>(row: Row): Row => rowBy(row, ahead());
	const ahead = () => aheadMs() ?? 0;
	return {
		...adapter,
		create: async (asked) => outward(await adapter.create(inward(asked))),
		findOne: async (asked) => outward(await adapter.findOne(inward(asked))),
		findMany: async <T>(asked: Parameters<typeof adapter.findMany>[0]) =>
			(await adapter.findMany<T>(inward(asked))).map(outward),
		count: (asked) => adapter.count(inward(asked)),
		update: async (asked) => outward(await adapter.update(inward(asked))),
		updateMany: (asked) => adapter.updateMany(inward(asked)),
		delete: (asked) => adapter.delete(inward(asked)),
		deleteMany: (asked) => adapter.deleteMany(inward(asked)),
		consumeOne: async (asked) => outward(await adapter.consumeOne(inward(asked))),
		incrementOne: async (asked) => outward(await adapter.incrementOne(inward(asked)))
	};
}

interface Question {
	data?: object;
	update?: object;
	where?: Where[] | undefined;
}

function questionBy<Asked extends Question>(asked: Asked, ms: number): Asked {
	return {
		...asked,
		...(asked.data && { data: rowBy(asked.data, ms) }),
		...(asked.update && { update: rowBy(asked.update, ms) }),
		...(asked.where && { where: asked.where.map((condition) => rowBy(condition, ms)) })
	};
}

/** The same fields, each time shifted by so many ms. */
function rowBy<Row>(row: Row, ms: number): Row {
	if (typeof row !== 'object' || row === null) return row;
	const moved = Object.entries(row).map(([name, value]: [string, unknown]) => [
		name,
		value instanceof Date ? new Date(value.getTime() + ms) : value
	]);
	return Object.fromEntries(moved) as Row;
}
