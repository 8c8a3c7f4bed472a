import { createHash } from 'node:crypto';
import type { DBAdapter, DBTransactionAdapter, Where } from 'better-auth/adapters';

/** Stored in place of a token: its SHA-256, in hexadecimal digits. */
export const tokenHash = (token: string): string =>
	createHash('sha256').update(token).digest('hex');

/**
 * The sign-in library's adapter, with session tokens hashed on their way into the database; the library has
 * no option for it. A token is long and random, so a plain hash cannot be reversed. A row that was found by
 * its token comes back with it; otherwise only the hash is known.
 */
export function withHashedTokens(adapter: DBAdapter): DBAdapter {
	return {
		...hashing(adapter),
		transaction: (work) => adapter.transaction((inner) => work(hashing(inner)))
	};
}

function hashing(adapter: DBTransactionAdapter): DBTransactionAdapter {
	return {
		...adapter,
		async create<T extends Record<string, unknown>, R = T>(
			asked: Parameters<typeof adapter.create<T, R>>[0]
		): Promise<R> {
			const { token } = asked.data as { token?: unknown };
			if (asked.model !== 'session' || typeof token !== 'string') return adapter.create(asked);
			const row = await adapter.create<T, R>({
				...asked,
				data: { ...asked.data, token: tokenHash(token) }
			});
			return { ...row, token };
		},
		findOne: async (asked) => withToken(await adapter.findOne(hashed(asked)), asked),
		findMany: (asked) => adapter.findMany(hashed(asked)),
		count: (asked) => adapter.count(hashed(asked)),
		update: async (asked) => withToken(await adapter.update(hashed(asked)), asked),
		updateMany: (asked) => adapter.updateMany(hashed(asked)),
		delete: (asked) => adapter.delete(hashed(asked)),
		deleteMany: (asked) => adapter.deleteMany(hashed(asked)),
		consumeOne: async (asked) => withToken(await adapter.consumeOne(hashed(asked)), asked),
		incrementOne: async (asked) => withToken(await adapter.incrementOne(hashed(asked)), asked)
	};
}

interface Question {
	model: string;
	where?: Where[] | undefined;
	update?: Record<string, unknown>;
}

/** The query with each token hashed: in its conditions and in its data. */
function hashed<Asked extends Question>(asked: Asked): Asked {
	if (asked.model !== 'session') return asked;
	const token = asked.update?.token;
	return {
		...asked,
		...(asked.where && { where: asked.where.map(hashedCondition) }),
		...(typeof token === 'string' && { update: { ...asked.update, token: tokenHash(token) } })
	};
}

function hashedCondition(condition: Where): Where {
	const { field, value } = condition;
	if (field !== 'token') return condition;
	if (typeof value === 'string') return { ...condition, value: tokenHash(value) };
	return Array.isArray(value)
		? { ...condition, value: value.map((token) => tokenHash(String(token))) }
		: condition;
}

function withToken<Row>(row: Row, { model, where }: Question): Row {
	const token = where?.find(({ field }) => field === 'token')?.value;
	return row && model === 'session' && typeof token === 'string' ? { ...row, token } : row;
}
