/** A binary min-heap. */
export class Heap<T> {
	#items: { item: T; rank: number }[] = [];

	push(item: T, rank: number): void {
		const items = this.#items;
		let at = items.push({ item, rank }) - 1;
		while (at > 0) {
			const above = (at - 1) >> 1;
			if (items[above]!.rank <= rank) break;
			this.#swap(at, above);
			at = above;
		}
	}

	pop(): T | undefined {
		const items = this.#items;
		const first = items[0];
		const last = items.pop();
		if (!first || !last) return undefined;
		if (items.length > 0) {
			items[0] = last;
			this.#sink();
		}
		return first.item;
	}

	#sink(): void {
		const items = this.#items;
		for (let at = 0; ;) {
			const left = at * 2 + 1;
			let least = at;
			for (const child of [left, left + 1])
				if (child < items.length && items[child]!.rank < items[least]!.rank) least = child;
			if (least === at) return;
			this.#swap(at, least);
			at = least;
		}
	}

	#swap(a: number, b: number): void {
		const items = this.#items;
		[items[a], items[b]] = [items[b]!, items[a]!];
	}
}
