/** The customer's choices for one product, and what follows from them. */

import { MAX_NOTE } from '#domain/menu/basket.ts';
import type { LineRequest } from '#domain/wire/contract.ts';
import { partsOf, type PizzaPart } from '#domain/menu/look.ts';
import type { Allergen, OptionGroup, Product } from '#domain/menu/menu.ts';
import { priceBasket } from '#domain/menu/pricing.ts';
import { isSoldOut, type Carte } from './carte.ts';
import { allergensIn, unique } from './contents.ts';

export class Choice {
	readonly product: Product;
	readonly carte: Carte;
	size = $state('');
	half = $state('');
	/** Option items by their group. */
	picked = $state<Record<string, string[]>>({});
	without = $state<string[]>([]);
	slots = $state<string[]>([]);
	quantity = $state(1);
	note = $state('');

	constructor(carte: Carte, product: Product, from: LineRequest | null) {
		this.carte = carte;
		this.product = product;
		const { sizes } = product;
		const before = sizes.find(({ id }) => id === from?.size);
		this.size = (before ?? sizes[1] ?? sizes[0])?.id ?? 'one';
		this.half = from?.halves?.[1] ?? '';
		this.without = [...(from?.without ?? [])];
		this.quantity = from?.quantity ?? 1;
		this.note = from?.note ?? '';
		this.picked = firstPicks(carte, product, from?.options);
		this.slots = firstSlots(carte, product, from);
	}

	/** The groups of options as this size has them. */
	groups = $derived.by((): OptionGroup[] =>
		this.product.optionGroups
			.map((id) => this.carte.index.groups.get(id))
			.filter((group): group is OptionGroup => group !== undefined)
			.map((group) => ({
				...group,
				items: group.items.filter((item) => item.priceMinor[this.size] !== undefined)
			}))
	);

	second = $derived.by(() => (this.half ? this.carte.index.products.get(this.half) : undefined));

	/** The products that can be the other half. */
	halves = $derived.by(() =>
		this.product.halfable
			? this.carte.menu.products.filter(
					(entry) =>
						entry.halfable && entry.id !== this.product.id && !isSoldOut(this.carte, entry.id)
				)
			: []
	);

	removable = $derived.by(() =>
		unique([...this.product.removable, ...(this.second?.removable ?? [])])
	);

	line = $derived.by((): LineRequest => {
		const note = [...this.note.trim()].slice(0, MAX_NOTE).join('');
		const base = { product: this.product.id, quantity: this.quantity, ...(note && { note }) };
		if (this.product.kind === 'bundle')
			return { ...base, slots: this.slots.map((product) => ({ product })) };
		const offered = this.groups.flatMap((group) => group.items.map((item) => item.id));
		const options = Object.values(this.picked)
			.flat()
			.filter((id) => offered.includes(id));
		const without = this.without.filter((id) => this.removable.includes(id));
		return {
			...base,
			size: this.size,
			...(this.second && { halves: [this.product.id, this.second.id] }),
			...(options.length > 0 && { options }),
			...(without.length > 0 && { without })
		};
	});

	priced = $derived.by(() => priceBasket(this.carte.index, [this.line]));

	/** The price of this choice. */
	allergens = $derived.by((): Allergen[] => {
		if (!this.priced.ok) return [];
		const { lines } = this.priced.value;
		return unique(lines.flatMap((entry) => allergensIn(entry, this.carte.allergens))).sort();
	});

	/** The picture of the choice, also when it cannot be ordered. */
	parts = $derived.by((): PizzaPart[] => {
		const isPizza = this.product.kind === 'pizza';
		const drawn = this.priced.ok && isPizza ? this.priced.value.lines[0] : undefined;
		const plain = { product: this.product.id, halves: [], options: [] };
		return partsOf(drawn ?? plain, this.carte.drawables);
	});

	isFull(group: OptionGroup): boolean {
		return (this.picked[group.id]?.length ?? 0) >= group.max;
	}
}

function firstPicks(
	{ index }: Carte,
	product: Product,
	options: readonly string[] | undefined
): Record<string, string[]> {
	const picks: Record<string, string[]> = {};
	for (const id of product.optionGroups) {
		const group = index.groups.get(id);
		const chosen = (options ?? []).filter((option) => index.options.get(option)?.group.id === id);
		const needed = group?.items.slice(0, group.min).map((item) => item.id) ?? [];
		picks[id] = chosen.length > 0 ? chosen : needed;
	}
	return picks;
}

/** A different product in each slot, where possible. */
function firstSlots(carte: Carte, product: Product, from: LineRequest | null): string[] {
	const filled: string[] = [];
	for (const [i, slot] of (product.slots ?? []).entries()) {
		const open = slot.products.filter((id) => !isSoldOut(carte, id));
		const fresh = open.find((id) => !filled.includes(id));
		const before = from?.slots?.[i]?.product;
		const isOffered = before !== undefined && slot.products.includes(before);
		filled.push((isOffered ? before : fresh) ?? open[0] ?? '');
	}
	return filled;
}
