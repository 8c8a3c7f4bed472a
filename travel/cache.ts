/** Known values of pairs of cells, for each shop apart, so that one shop cannot push out another's. */

export interface CacheLimits {
	/** Pairs of all shops together. */
	pairs: number;
	ageMs: number;
}

interface Known {
	value: number | null;
	at: number;
}

/** Rows by their first cell, oldest first. */
interface Shelf {
	rows: Map<number, Map<number, Known>>;
	pairs: number;
}

/** Times the mean of all shops. */
const MUCH = 1.25;

export interface KnownOfShop {
	/** Undefined when it is not known, or too old; null when it is known that there is no way. */
	get(from: number, to: number): number | null | undefined;
	/** Whether no street is near the cell. */
	isBad(cell: number): boolean;
	/** Whether there is nothing to ask for: the value is known, or one of the points is bad. */
	knows(from: number, to: number): boolean;
}

export class Cache {
	readonly #limits: CacheLimits;
	readonly #now: () => number;
	/** The shop that was not asked for longest first. */
	readonly #shelves = new Map<string, Shelf>();
	#pairs = 0;

	constructor(limits: CacheLimits, now: () => number) {
		this.#limits = limits;
		this.#now = now;
	}

	get pairs(): number {
		return this.#pairs;
	}

	/** What is known of a shop now. */
	of(shop: string): KnownOfShop {
		const shelf = this.#shelves.get(shop);
		if (shelf) {
			this.#shelves.delete(shop);
			this.#shelves.set(shop, shelf);
		}
		const rows = shelf?.rows;
		const youngest = this.#now() - this.#limits.ageMs;
		const get = (from: number, to: number) => {
			const known = rows?.get(from)?.get(to);
			return known && known.at > youngest ? known.value : undefined;
		};
		const isBad = (cell: number) => get(cell, cell) === null;
		return {
			get,
			isBad,
			knows: (from, to) => from === to || get(from, to) !== undefined || isBad(from) || isBad(to)
		};
	}

	/** Notes that no street is near the cell: as a cell without a way to itself. */
	markBad(shop: string, cell: number): void {
		this.put(shop, cell, cell, null);
	}

	put(shop: string, from: number, to: number, value: number | null): void {
		const shelf = this.#shelves.get(shop) ?? {
			rows: new Map<number, Map<number, Known>>(),
			pairs: 0
		};
		this.#shelves.set(shop, shelf);
		const row = shelf.rows.get(from) ?? new Map<number, Known>();
		const before = row.size;
		row.set(to, { value, at: this.#now() });
		const more = row.size - before;
		// A row that is written to becomes the youngest.
		if (more > 0) shelf.rows.delete(from);
		shelf.rows.set(from, row);
		shelf.pairs += more;
		this.#pairs += more;
		if (this.#pairs > this.#limits.pairs) this.#shrink();
	}

	/** One shop loses its oldest rows, a tenth of its pairs. */
	#shrink(): void {
		const [name, shelf] = this.#victim();
		const keep = Math.min(shelf.pairs - 1, Math.floor(shelf.pairs * 0.9));
		for (const [cell, row] of shelf.rows) {
			if (shelf.pairs <= keep) break;
			// A single row may be as long as all of it.
			for (const to of row.keys()) {
				if (shelf.pairs <= keep) break;
				row.delete(to);
				shelf.pairs--;
				this.#pairs--;
			}
			if (row.size === 0) shelf.rows.delete(cell);
		}
		if (shelf.pairs === 0) this.#shelves.delete(name);
	}

	/** The shop that has much more than the others; without one, the shop that was not asked for longest. */
	#victim(): [string, Shelf] {
		const all = [...this.#shelves];
		const largest = all.reduce((a, b) => (b[1].pairs > a[1].pairs ? b : a));
		const isMuch = largest[1].pairs > (MUCH * this.#pairs) / all.length;
		return isMuch ? largest : (all[0] ?? largest);
	}
}
