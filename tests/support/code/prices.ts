/** Prices of random baskets of the demo menu, held against what must be true of every price. */

import { demoMenu } from '../../../db/demo/menu/index.ts';
import type { LineRequest } from '../../../src/lib/domain/wire/contract.ts';
import type { Product } from '../../../src/lib/domain/menu/menu.ts';
import { indexMenu, priceBasket, type PricedLine } from '../../../src/lib/domain/menu/pricing.ts';
import { discounted, type Discount, type Price } from '../../../src/lib/domain/pay/price.ts';
import { promotionFor, type PromoKind } from '../../../src/lib/domain/pay/promotion.ts';
import { refundShare, vatTable, type VatRow } from '../../../src/lib/domain/pay/vat.ts';
import { chanceOf, type Chance } from '../../../simulation/random.ts';

const index = indexMenu(demoMenu);
const { products } = demoMenu;
const halfable = products.filter((product) => product.halfable);

/** Counts of what the baskets had in them: a property that meets no bundle says nothing about bundles. */
export interface Seen {
	baskets: number;
	halves: number;
	bundles: number;
	discounts: number;
	products: number;
	fees: number;
	refunds: number;
}

/** Prices `count` random baskets; returns what they had, and throws at the first price that is wrong. */
export function checkPrices(count: number, seed: number): Seen {
	const chance = chanceOf(seed, 'prices');
	const seen: Seen = {
		...{ baskets: 0, halves: 0, bundles: 0, discounts: 0, products: 0, fees: 0, refunds: 0 }
	};
	for (let i = 0; i < count; i++) {
		const requests = Array.from({ length: chance.whole(1, 6) }, () => lineOf(chance));
		const basket = priceBasket(index, requests);
		if (!basket.ok) throw new Error(`${basket.fault.code} of ${JSON.stringify(requests)}`);
		const { lines } = basket.value;
		const discount = discountFor(chance, lines);
		const feeMinor = chance.happens(0.5) ? chance.whole(0, 700) : 0;
		const price = discounted(lines, discount, feeMinor);
		const fault = faultOf(lines, discount, price) ?? refundFault(chance, price, seen);
		if (fault) throw new Error(`basket ${i}: ${fault} ${JSON.stringify({ requests, price })}`);
		seen.baskets += 1;
		seen.halves += lines.filter((line) => line.halves.length > 0).length;
		seen.bundles += requests.filter((line) => line.slots).length;
		seen.discounts += Number(price.discountMinor > 0);
		seen.products += Number(discount.product !== undefined);
		seen.fees += Number(feeMinor > 0);
	}
	return seen;
}

function lineOf(chance: Chance): LineRequest {
	const quantity = chance.happens(0.7) ? 1 : chance.whole(1, 20);
	const product = chance.pick(products);
	if (product.slots) {
		const slots = product.slots.map((slot) => ({ product: chance.pick(slot.products) }));
		return { product: product.id, quantity, slots };
	}
	const size = chance.pick(product.sizes).id;
	const other = product.halfable && chance.happens(0.3) ? chance.pick(halfable).id : product.id;
	return {
		product: product.id,
		size,
		quantity,
		options: optionsOf(chance, product, size),
		...(other !== product.id && { halves: [product.id, other] })
	};
}

function optionsOf(chance: Chance, product: Product, size: string): string[] {
	return product.optionGroups.flatMap((id) => {
		const group = index.groups.get(id);
		if (!group) return [];
		const offered = group.items.filter((item) => item.priceMinor[size] !== undefined);
		const wanted = Math.min(offered.length, chance.whole(group.min, Math.min(group.max, 4)));
		const picked = new Set<string>();
		while (picked.size < wanted) picked.add(chance.pick(offered).id);
		return [...picked];
	});
}

/** None, any amount (also more than the basket), or what a code gives. */
function discountFor(chance: Chance, lines: readonly PricedLine[]): Discount {
	const way = chance.pick(['none', 'any', 'amount', 'percent', 'product'] as const);
	if (way === 'none') return { amountMinor: 0 };
	if (way === 'any') return { amountMinor: chance.whole(0, 30_000) };
	const kind: PromoKind = way;
	const value = kind === 'amount' ? chance.whole(1, 5000) : chance.whole(1, 100);
	const product = kind === 'product' ? chance.pick(lines).product : null;
	const found = promotionFor(
		{
			...{ kind, value, product, shop: null, minimumMinor: 0, firstOrder: false },
			...{ from: null, until: null, maxUses: null, isDisabled: false }
		},
		{
			...{ shop: 'gare', zone: 'Europe/Paris', currency: 'EUR', now: 0, lines },
			...{ uses: 0, hasOrdered: false, hasUsed: false }
		}
	);
	if (!found.ok) throw new Error(found.fault.code);
	return found.value;
}

const sumOf = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + amount, 0);
const grossOf = (table: readonly VatRow[]) => sumOf(table.map((row) => row.grossMinor));

function faultOf(
	lines: readonly PricedLine[],
	discount: Discount,
	price: Price<PricedLine>
): string | undefined {
	const { discountMinor, feeMinor, totalMinor, vat } = price;
	if (price.linesMinor !== sumOf(lines.map((line) => line.totalMinor))) return 'lines';
	if (lines.some((line) => line.totalMinor !== line.unitMinor * line.quantity)) return 'a line';
	if (price.linesMinor - discountMinor + feeMinor !== totalMinor) return 'total';
	if (sumOf(price.lines.map((line) => line.discountMinor)) !== discountMinor) return 'shares';
	if (price.lines.some((line) => line.discountMinor < 0 || line.discountMinor > line.totalMinor))
		return 'a share';
	if (discountMinor > discount.amountMinor || totalMinor < feeMinor) return 'discount';
	const wrong = price.lines.some(
		(line) =>
			(discount.product !== undefined &&
				line.product !== discount.product &&
				line.discountMinor > 0) ||
			isOff(line.vatMinor, line.totalMinor - line.discountMinor, line.vat)
	);
	if (wrong) return 'VAT or discount of a line';
	if (grossOf(vat) !== totalMinor) return 'gross of the VAT table';
	if (vat.some((row) => isOff(row.vatMinor, row.grossMinor, row.rate))) return 'VAT of a rate';
	if (sumOf(vat.map((row) => row.vatMinor)) !== price.vatMinor) return 'VAT';
	if (![totalMinor, discountMinor, price.vatMinor].every(Number.isSafeInteger)) return 'no integer';
	return undefined;
}

/** More than a cent from the exact VAT. */
const isOff = (vatMinor: number, grossMinor: number, rate: number) =>
	Math.abs(vatMinor - (grossMinor * rate) / (1000 + rate)) > 1;

/** Gives a price back in some refunds, by amount or by line. */
function refundFault(chance: Chance, price: Price<PricedLine>, seen: Seen): string | undefined {
	let left = price.totalMinor;
	let given: VatRow[] = [];
	while (left > 0) {
		const line = chance.pick(price.lines);
		const isLine = chance.happens(0.3);
		const lineMinor = line.totalMinor - line.discountMinor;
		const some = isLine && lineMinor > 0 ? Math.min(left, lineMinor) : chance.whole(1, left);
		const amountMinor = given.length > 8 ? left : some;
		const share = refundShare(price.vat, {
			before: given,
			amountMinor,
			...(isLine && { lines: vatTable([{ rate: line.vat, grossMinor: lineMinor }]) })
		});
		if (grossOf(share) !== amountMinor) return 'gross of a refund';
		if (share.some((row) => isOff(row.vatMinor, row.grossMinor, row.rate)))
			return 'VAT of a refund';
		given = [...given, ...share];
		left -= amountMinor;
		seen.refunds += 1;
		for (const { rate, grossMinor } of price.vat)
			if (grossOf(given.filter((row) => row.rate === rate)) > grossMinor)
				return 'more given back than taken';
	}
	const back = price.vat.filter(
		({ rate, vatMinor }) =>
			sumOf(given.map((row) => (row.rate === rate ? row.vatMinor : 0))) !== vatMinor
	);
	return back.length > 0 ? 'VAT of all refunds' : undefined;
}
