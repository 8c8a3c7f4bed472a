/**
 * Prices a basket: validates the requested lines, freezes names and allergens, computes prices and
 * VAT, and counts ingredients. Only the server's prices are valid.
 */

import { done, refuse, type Result } from '../wire/faults.ts';
import type {
	Allergen,
	Ingredient,
	Language,
	Menu,
	OptionGroup,
	OptionItem,
	Product,
	RecipeStep,
	Size,
	Text
} from './menu.ts';
import { apportion, vatIncluded } from '../order/money.ts';
import type { LineOption, OrderLine } from '../order/order.ts';
import type { LineRequest } from '../wire/contract.ts';
import { plainText } from '../text/plain-text.ts';

/** The delivery fee has the VAT rate of prepared food. */
export const FEE_VAT = 100;
export const MAX_LINES = 50;
export const MAX_QUANTITY = 20;

export type PricedLine = Omit<OrderLine, 'id' | 'position' | 'struckAt' | 'voidedAt' | 'addedIn'>;

export interface Basket {
	lines: PricedLine[];
	totalMinor: number;
	/** Ingredient id → quantity that the whole basket uses. */
	needs: Map<string, number>;
}

/** A menu indexed by ids. */
export interface MenuIndex {
	products: Map<string, Product>;
	options: Map<string, { group: OptionGroup; item: OptionItem }>;
	groups: Map<string, OptionGroup>;
	ingredients: Map<string, Ingredient>;
}

export function indexMenu(menu: Menu): MenuIndex {
	const options = new Map<string, { group: OptionGroup; item: OptionItem }>();
	for (const group of menu.optionGroups)
		for (const item of group.items) options.set(item.id, { group, item });
	return {
		products: new Map(menu.products.map((product) => [product.id, product])),
		groups: new Map(menu.optionGroups.map((group) => [group.id, group])),
		ingredients: new Map(menu.ingredients.map((ingredient) => [ingredient.id, ingredient])),
		options
	};
}

type SingleRequest = Omit<LineRequest, 'quantity' | 'slots'>;

interface PricedItem {
	line: Omit<PricedLine, 'quantity' | 'totalMinor' | 'vatMinor'>;
	needs: Map<string, number>;
}

const both = (fr: string, en = fr): Text => ({ fr, en });

/**
 * Prices a basket. Refuses, with a message for the customer, lines that are not on the menu or not
 * possible.
 */
export function priceBasket(index: MenuIndex, requests: readonly LineRequest[]): Result<Basket> {
	const lines: PricedLine[] = [];
	const needs = new Map<string, number>();
	for (const [position, request] of requests.entries()) {
		const priced = priceRequest(index, request, position);
		if (!priced.ok) return priced;
		for (const item of priced.value) {
			const totalMinor = item.line.unitMinor * request.quantity;
			lines.push({
				...item.line,
				quantity: request.quantity,
				totalMinor,
				vatMinor: vatIncluded(totalMinor, item.line.vat)
			});
			for (const [id, quantity] of item.needs)
				needs.set(id, (needs.get(id) ?? 0) + quantity * request.quantity);
		}
	}
	return done({ lines, needs, totalMinor: lines.reduce((sum, line) => sum + line.totalMinor, 0) });
}

function priceRequest(
	index: MenuIndex,
	request: LineRequest,
	position: number
): Result<PricedItem[]> {
	const product = index.products.get(request.product);
	if (!product) return refuse('unknown_product', both(request.product));
	if (product.kind === 'bundle') return priceBundle(index, product, request, position);
	if (request.slots) return refuse('bad_choice', product.name);
	const item = priceItem(index, request);
	return item.ok ? done([item.value]) : item;
}

/** A bundle becomes one line per slot; its price is split in proportion to the list prices. */
function priceBundle(
	index: MenuIndex,
	bundle: Product,
	request: LineRequest,
	position: number
): Result<PricedItem[]> {
	const slots = bundle.slots ?? [];
	const chosen = request.slots ?? [];
	const size = bundle.sizes[0];
	if (!size || chosen.length !== slots.length) return refuse('bad_choice', bundle.name);
	const items: PricedItem[] = [];
	let optionsMinor = 0;
	for (const [i, slot] of slots.entries()) {
		const choice = chosen[i];
		if (!choice || !slot.products.includes(choice.product) || choice.halves?.length)
			return refuse('bad_choice', slot.name);
		const item = priceItem(index, { ...choice, size: slot.size });
		if (!item.ok) return item;
		items.push(item.value);
		optionsMinor += optionsPrice(index, choice.options ?? [], slot.size);
	}
	const parts = apportion(
		size.priceMinor + optionsMinor,
		items.map((item) => item.line.unitMinor)
	);
	return done(
		items.map((item, i) => ({
			needs: item.needs,
			line: {
				...item.line,
				unitMinor: parts[i] ?? 0,
				bundle: { id: bundle.id, key: `${bundle.id}-${position}`, name: bundle.name }
			}
		}))
	);
}

function optionsPrice(index: MenuIndex, options: readonly string[], size: string): number {
	return options.reduce((sum, id) => sum + (index.options.get(id)?.item.priceMinor[size] ?? 0), 0);
}

function priceItem(index: MenuIndex, request: SingleRequest): Result<PricedItem> {
	const product = index.products.get(request.product);
	if (!product || product.kind === 'bundle')
		return refuse('unknown_product', both(request.product));
	const sizeId = request.size ?? product.sizes[0]?.id ?? '';
	const parts = halvesOf(index, product, sizeId, request.halves ?? []);
	if (!parts.ok) return parts;
	const options = chosenOptions(index, product, sizeId, request.options ?? []);
	if (!options.ok) return options;
	const without = request.without ?? [];
	const removed = removals(index, parts.value, without);
	if (!removed.ok) return removed;
	const size = parts.value[0]?.size;
	if (!size) return refuse('bad_choice', product.name);

	// A half-and-half pizza costs as much as its dearer half, as the menu says.
	const base = Math.max(...parts.value.map((part) => part.size.priceMinor));
	const extras = options.value.reduce((sum, { item }) => sum + (item.priceMinor[sizeId] ?? 0), 0);
	return done({
		needs: needsOf(parts.value, options.value, without, sizeId),
		line: {
			product: product.id,
			size: sizeId,
			name: nameOf(parts.value),
			sizeName: size.name,
			halves:
				parts.value.length === 2
					? parts.value.map((part) => ({ product: part.product.id, name: part.product.name }))
					: [],
			options: [
				...options.value.map(({ group, item }): LineOption => ({
					id: item.id,
					kind: group.id === 'extras' ? 'added' : 'choice',
					name: item.name
				})),
				...removed.value
			],
			bundle: null,
			note: cleanNote(request.note ?? ''),
			allergens: allergensOf(index, parts.value, options.value),
			vat: product.vat,
			unitMinor: base + extras
		}
	});
}

interface Part {
	product: Product;
	size: Size;
}

function nameOf(parts: readonly Part[]): Text {
	const names = (language: Language) =>
		parts.length === 1
			? (parts[0]?.product.name[language] ?? '')
			: parts.map((part) => `½ ${part.product.name[language]}`).join(' · ');
	return { fr: names('fr'), en: names('en') };
}

function halvesOf(
	index: MenuIndex,
	product: Product,
	sizeId: string,
	halves: readonly string[]
): Result<Part[]> {
	const ids = halves.length > 0 ? halves : [product.id];
	if (halves.length !== 0 && (halves.length !== 2 || halves[0] !== product.id))
		return refuse('bad_choice', product.name);
	const parts: Part[] = [];
	for (const id of ids) {
		const part = index.products.get(id);
		const size = part?.sizes.find((entry) => entry.id === sizeId);
		if (!part || !size) return refuse('unknown_product', both(`${id} ${sizeId}`));
		if (halves.length > 0 && !part.halfable) return refuse('bad_choice', part.name);
		parts.push({ product: part, size });
	}
	return done(parts);
}

function chosenOptions(
	index: MenuIndex,
	product: Product,
	sizeId: string,
	ids: readonly string[]
): Result<{ group: OptionGroup; item: OptionItem }[]> {
	const chosen: { group: OptionGroup; item: OptionItem }[] = [];
	for (const id of ids) {
		const option = index.options.get(id);
		const offered = option && product.optionGroups.includes(option.group.id);
		if (!option || !offered || option.item.priceMinor[sizeId] === undefined)
			return refuse('bad_choice', option?.item.name ?? both(id));
		chosen.push(option);
	}
	for (const groupId of product.optionGroups) {
		const group = index.groups.get(groupId);
		const picked = chosen.filter((option) => option.group.id === groupId).length;
		if (group && (picked < group.min || picked > group.max))
			return refuse('bad_choice', group.name);
	}
	return done(chosen);
}

function removals(
	index: MenuIndex,
	parts: readonly Part[],
	without: readonly string[]
): Result<LineOption[]> {
	const removed: LineOption[] = [];
	for (const id of without) {
		const ingredient = index.ingredients.get(id);
		const allowed = parts.some((part) => part.product.removable.includes(id));
		if (!ingredient || !allowed) return refuse('bad_choice', ingredient?.name ?? both(id));
		removed.push({ id, kind: 'removed', name: ingredient.name });
	}
	return done(removed);
}

/** Ingredients of one item of a line: half of each half, rounded up to whole units. */
function needsOf(
	parts: readonly Part[],
	options: readonly { item: OptionItem }[],
	without: readonly string[],
	sizeId: string
): Map<string, number> {
	const needs = new Map<string, number>();
	const take = (id: string, quantity: number) => needs.set(id, (needs.get(id) ?? 0) + quantity);
	for (const part of parts)
		for (const step of part.size.recipe)
			if (!without.includes(step.ingredient)) take(step.ingredient, step.quantity / parts.length);
	for (const { item } of options) {
		const quantity = item.uses?.quantity[sizeId];
		if (item.uses && quantity) take(item.uses.ingredient, quantity);
	}
	for (const [id, quantity] of needs) needs.set(id, Math.ceil(quantity));
	return needs;
}

/** Union over all ingredients. A removal does not remove its allergen: traces remain. */
function allergensOf(
	index: MenuIndex,
	parts: readonly Part[],
	options: readonly { item: OptionItem }[]
): Allergen[] {
	const found = new Set<Allergen>();
	const addAll = (id: string) => {
		for (const allergen of index.ingredients.get(id)?.allergens ?? []) found.add(allergen);
	};
	for (const part of parts) for (const step of part.size.recipe) addAll(step.ingredient);
	for (const { item } of options) if (item.uses) addAll(item.uses.ingredient);
	return [...found].sort();
}

/** Allergens of the whole menu, by product id and option item id (C-04). */
export function menuAllergens(menu: Menu): Record<string, Allergen[]> {
	const index = indexMenu(menu);
	const result: Record<string, Allergen[]> = {};
	for (const product of menu.products)
		if (product.kind !== 'bundle')
			result[product.id] = allergensOf(
				index,
				product.sizes.map((size) => ({ product, size })),
				[]
			);
	for (const product of menu.products)
		if (product.slots)
			result[product.id] = [
				...new Set(product.slots.flatMap((slot) => slot.products).flatMap((id) => result[id] ?? []))
			].sort();
	for (const [id, option] of index.options) result[id] = allergensOf(index, [], [option]);
	return result;
}

/**
 * How many of each product and extra the stock allows in the smallest size (B-08). A bundle counts
 * as its scarcest slot.
 */
export function makeable(menu: Menu, stock: ReadonlyMap<string, number>): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const product of menu.products) {
		const recipe = product.sizes[0]?.recipe ?? [];
		if (product.kind !== 'bundle') counts[product.id] = makeableOf(recipe, stock);
	}
	for (const product of menu.products)
		if (product.slots)
			counts[product.id] = Math.min(
				...product.slots.map((slot) => Math.max(0, ...slot.products.map((id) => counts[id] ?? 0)))
			);
	for (const { id, uses } of menu.optionGroups.flatMap((group) => group.items))
		if (uses) {
			const least = Math.min(...Object.values(uses.quantity));
			counts[id] = Math.floor((stock.get(uses.ingredient) ?? 0) / least);
		}
	return counts;
}

function makeableOf(recipe: readonly RecipeStep[], stock: ReadonlyMap<string, number>): number {
	if (recipe.length === 0) return 0;
	return Math.min(
		...recipe.map((step) => Math.floor((stock.get(step.ingredient) ?? 0) / step.quantity))
	);
}

/** Cleans a note for the kitchen: plain text, at most 140 characters. */
export function cleanNote(note: string): string {
	return [...plainText(note)].slice(0, 140).join('');
}
