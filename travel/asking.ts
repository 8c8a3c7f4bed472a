/** One request after the other until a set of pairs is known, whatever the provider refuses. */
import { pointOf } from '#domain/road/travel.ts';
import { missingBlocks, piecesOf, type Block } from './blocks.ts';
import type { Cache } from './cache.ts';
import type { Lanes } from './lanes.ts';
import { ProviderFault, type Provider, type TableAnswer, type TableLimits } from './provider.ts';

/** Requests for one matrix at most: a shop with many bad points gets a great circle, not more requests. */
const MAX_REQUESTS = 40;

export interface AskingParts {
	provider: Provider;
	cache: Cache;
	lanes: Lanes;
	onRequest: (outcome: 'ok' | 'refused' | 'failed') => void;
}

export interface Asking {
	shop: string;
	from: readonly number[];
	to: readonly number[];
	signal: AbortSignal;
}

export type Ask = (asking: Asking) => Promise<Asked>;

/** What came of it: `nothing` without an answer that is not the fault of the provider, such as too many waiting. */
export type Asked = 'worked' | 'nothing' | ProviderFault;

/** Asks for what the cache does not know and puts it there. Never rejects. */
export function createAsk({ provider, cache, lanes, onRequest }: AskingParts): Ask {
	const limits: TableLimits = { ...provider.limits };

	return async function ask({ shop, from, to, signal }) {
		let requests = 0;
		let hasWorked = false;
		const isGood = (cell: number) => !cache.of(shop).isBad(cell);

		async function request(block: Block): Promise<TableAnswer | undefined> {
			if (requests++ >= MAX_REQUESTS) return undefined;
			return lanes.run(shop, signal, async () => {
				try {
					const table = { from: block.from.map(pointOf), to: block.to.map(pointOf) };
					const answer = await provider.table(table, signal);
					onRequest(answer.kind === 'table' ? 'ok' : 'refused');
					hasWorked ||= answer.kind === 'table';
					return answer;
				} catch (error) {
					onRequest('failed');
					throw error;
				}
			});
		}

		async function fill(block: Block): Promise<void> {
			await allOf(piecesOf(block, limits).map(fillPiece));
		}

		async function fillPiece(piece: Block): Promise<void> {
			const answer = await request(piece);
			if (answer?.kind === 'table') return keep(piece, answer.values);
			if (answer?.kind === 'size') return fillSmaller(piece);
			if (answer?.kind === 'points') return fillWithout(piece);
		}

		function keep(piece: Block, values: (number | null)[][]): void {
			for (const [row, a] of piece.from.entries())
				for (const [column, b] of piece.to.entries())
					if (a !== b) cache.put(shop, a, b, values[row]?.[column] ?? null);
		}

		/** The provider has lower limits than its defaults: they count from now on. */
		async function fillSmaller(piece: Block): Promise<void> {
			const pairs = piece.from.length * piece.to.length;
			if (pairs === 1) throw new ProviderFault('it refuses the smallest table as too big');
			limits.pairs = Math.min(limits.pairs, Math.ceil(pairs / 2));
			limits.points = Math.max(1, Math.min(limits.points, Math.floor(limits.pairs / 2) || 1));
			await fill(piece);
		}

		/** One bad point spoils a request for all: find it, and ask without it. */
		async function fillWithout(piece: Block): Promise<void> {
			await findBad([...new Set([...piece.from, ...piece.to])]);
			const rest = { from: piece.from.filter(isGood), to: piece.to.filter(isGood) };
			const left = rest.from.length + rest.to.length;
			if (left === piece.from.length + piece.to.length)
				throw new ProviderFault('it refuses points of which each alone is good');
			if (rest.from.length > 0 && rest.to.length > 0) await fill(rest);
		}

		/** By halves, in about 2 log₂ n requests for each bad point. */
		async function findBad(cells: readonly number[]): Promise<void> {
			const answer = await request({ from: cells.slice(0, 1), to: cells });
			if (answer?.kind !== 'points') return;
			if (cells.length === 1) {
				for (const cell of cells) cache.markBad(shop, cell);
				hasWorked = true;
				return;
			}
			const middle = cells.length >> 1;
			await allOf([findBad(cells.slice(0, middle)), findBad(cells.slice(middle))]);
		}

		try {
			const missing = missingBlocks(from.filter(isGood), to.filter(isGood), cache.of(shop).knows);
			await allOf(missing.map(fill));
			return hasWorked ? 'worked' : 'nothing';
		} catch (error) {
			return error instanceof ProviderFault ? error : new ProviderFault(String(error));
		}
	};
}

/** Waits for all, then fails like the first that failed. */
async function allOf(tasks: readonly Promise<void>[]): Promise<void> {
	const results = await Promise.allSettled(tasks);
	const failed = results.find((result) => result.status === 'rejected');
	if (failed) throw failed.reason;
}
