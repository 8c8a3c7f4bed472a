import { pizzas } from '../../../../db/demo/menu/pizzas.ts';
import { lookOf, looksOf, type PizzaPart } from '#domain/menu/look.ts';
import { describe, expect, test } from 'vitest';
import { drawPizza, DRAWN } from './draw.ts';
import { randomFrom } from './random.ts';

const looks = looksOf({ categories: [], products: pizzas, optionGroups: [], ingredients: [] });
const parts: PizzaPart[] = Object.entries(looks).map(([id, look]) => ({ id, look }));
const flat = parts.filter(({ look }) => !look.folded);
const partOf = (id: string): PizzaPart => {
	const part = parts.find((entry) => entry.id === id);
	if (!part) throw new Error(`No pizza ${id}`);
	return part;
};
const plain = (...layers: string[]): PizzaPart => ({ id: 'any', look: { base: 'tomato', layers } });

/** Checks that tags are balanced and that every reference has its target. */
function faultsOf(svg: string): string[] {
	const open: string[] = [];
	const faults: string[] = [];
	for (const [, close, name, self] of svg.matchAll(
		/<(\/?)([A-Za-z]+)(?:\s[\w:-]+="[^"<&]*")*(\/?)>/g
	)) {
		if (close && open.pop() !== name) faults.push(`</${name}>`);
		if (!close && !self) open.push(name ?? '');
	}
	const text = svg.replaceAll(/<[^<>]*>/g, '');
	if (open.length > 0 || text !== '') faults.push(...open, text);
	const ids = [...svg.matchAll(/ id="(\w+)"/g)].map(([, id]) => id);
	if (new Set(ids).size !== ids.length) faults.push('an id twice');
	for (const [, id] of svg.matchAll(/(?:url\(|href=")#(\w+)/g))
		if (!ids.includes(id)) faults.push(`#${id}`);
	if (/NaN|undefined|Infinity/.test(svg)) faults.push('no number');
	return faults;
}

describe('a drawn pizza', () => {
	test('is the same text each time', () => {
		for (const part of parts) expect(drawPizza([part])).toBe(drawPizza([structuredClone(part)]));
	});

	test('takes less than 6 kB in each size, and is well-formed', () => {
		for (const { id, sizes, halfable } of pizzas)
			for (const { recipe } of sizes) {
				const look = { ...lookOf(recipe), ...(!halfable && { folded: true as const }) };
				const svg = drawPizza([{ id, look }]);
				expect(svg.length, id).toBeLessThan(6000);
				expect(faultsOf(svg), id).toEqual([]);
			}
	});

	test('takes less than 6 kB as halves with all that is on them', () => {
		for (const [i, left] of flat.entries())
			for (const step of [1, 4, 9]) {
				const right = flat[(i + step) % flat.length];
				if (!right) continue;
				const svg = drawPizza([left, right]);
				const names = `${left.id} ${right.id}`;
				expect(svg.length, names).toBeLessThan(6000);
				expect(faultsOf(svg), names).toEqual([]);
				const layered = [left, right].flatMap(({ look }) => kindsOf(look.layers));
				expect(groupsOf(svg), names).toBe(layered.length);
			}
	});

	test('keeps to 6 kB whatever is asked of it', () => {
		const all = DRAWN.map((id) => `${id}:6`);
		const svg = drawPizza([plain(...all), { ...plain(...all.toReversed()), id: 'other' }]);
		expect(svg.length).toBeLessThan(6000);
		expect(faultsOf(svg)).toEqual([]);
	});

	test('shows each topping of its recipe', () => {
		for (const { id, look } of flat)
			expect(groupsOf(drawPizza([{ id, look }])), id).toBe(kindsOf(look.layers).length);
	});

	test('is like no other on the menu', () => {
		expect(new Set(parts.map((part) => drawPizza([part]))).size).toBe(pizzas.length);
	});

	test('has its own arrangement by its id', () => {
		expect(drawPizza([{ ...plain('ham:4'), id: 'a' }])).not.toBe(
			drawPizza([{ ...plain('ham:4'), id: 'b' }])
		);
	});

	test('leaves out what it does not know', () => {
		expect(drawPizza([plain('unicorn:6', 'constructor:3')])).toBe(drawPizza([plain()]));
	});

	test('lays an egg beside a burrata, not on it', () => {
		const svg = drawPizza([plain('burrata:5', 'egg:1')]);
		const places = [...svg.matchAll(/translate\((-?\d+) (-?\d+)\)/g)].map(([, , y]) => Number(y));
		expect(Math.abs((places[0] ?? 0) - (places[1] ?? 0))).toBeGreaterThan(40);
	});

	test('can be folded', () => {
		expect(drawPizza([partOf('calzone')])).toContain('clipPath');
	});
});

describe('halves', () => {
	const reine = partOf('reine');
	const hawaienne = partOf('hawaienne');

	test('lie left and right as asked', () => {
		const svg = drawPizza([reine, hawaienne]);
		expect(svg).not.toBe(drawPizza([hawaienne, reine]));
		const groups = svg.match(/<g filter[^>]*>.*?<\/g>/g) ?? [];
		const reaches = groups.map((group) =>
			[...group.matchAll(/translate\((-?\d+)/g)].map(([, x]) => Number(x))
		);
		const left = reaches.slice(0, kindsOf(reine.look.layers).length).flat();
		const right = reaches.slice(kindsOf(reine.look.layers).length).flat();
		expect(Math.max(...left)).toBeLessThan(0);
		expect(Math.min(...right)).toBeGreaterThan(0);
	});

	test('of one kind still have a seam', () => {
		expect(drawPizza([reine, reine])).not.toBe(drawPizza([reine]));
	});
});

describe('the vocabulary', () => {
	test('has all that the demo pizzas carry, and more', () => {
		const carried = new Set(
			parts.flatMap(({ look }) => look.layers.map((layer) => layer.split(':')[0]))
		);
		carried.delete('mozzarella');
		expect([...carried].filter((id) => id && !DRAWN.includes(id))).toEqual([]);
		expect(DRAWN.length).toBeGreaterThan(45);
	});

	test('has a drawing of its own for each word', () => {
		const drawings = DRAWN.map((id) => drawPizza([plain(`${id}:3`)]));
		expect(new Set(drawings).size).toBe(DRAWN.length);
		for (const svg of drawings) expect(faultsOf(svg)).toEqual([]);
	});
});

test('chance depends on nothing but its text', () => {
	const first = Array.from({ length: 500 }, randomFrom('reine'));
	expect(Array.from({ length: 500 }, randomFrom('reine'))).toEqual(first);
	expect(Array.from({ length: 500 }, randomFrom('Reine'))).not.toEqual(first);
	expect(first.every((value) => value >= 0 && value < 1)).toBe(true);
	expect(first.reduce((sum, value) => sum + value, 0) / 500).toBeCloseTo(0.5, 1);
});

/** Each topping is laid as one group under one shadow. */
function groupsOf(svg: string): number {
	return svg.match(/<g filter/g)?.length ?? 0;
}

function kindsOf(layers: readonly string[]): string[] {
	return layers.map((layer) => layer.split(':')[0] ?? '').filter((id) => DRAWN.includes(id));
}
