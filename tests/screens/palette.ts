import { crc32, deflateSync, inflateSync } from 'node:zlib';

/**
 * Converts a screenshot to 256 colours, a third of the size. The most frequent colours stay exact,
 * so that surfaces and text look as on the screen; all others are mapped to the nearest palette
 * entry.
 */

interface Bitmap {
	width: number;
	height: number;
	/** One number per pixel: red, green, blue, from high to low byte. */
	pixels: Uint32Array;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS = 256;
/** Number of exact palette entries; the others are centres of boxes of similar colours. */
const EXACT = 96;

/** The picture as a PNG with a palette. The input is what Chromium writes: 8 bits, RGB or RGBA. */
export function withPalette(png: Buffer): Buffer {
	const bitmap = decode(png);
	const counts = new Map<number, number>();
	for (const pixel of bitmap.pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
	const { palette, index } = choose(counts);
	return encode(bitmap, palette, index);
}

function* chunks(png: Buffer): Generator<{ type: string; data: Buffer }> {
	for (let at = SIGNATURE.length; at < png.length;) {
		const length = png.readUInt32BE(at);
		yield {
			type: png.toString('latin1', at + 4, at + 8),
			data: png.subarray(at + 8, at + 8 + length)
		};
		at += length + 12;
	}
}

function decode(png: Buffer): Bitmap {
	const parts = [...chunks(png)];
	const head = parts[0]!.data;
	const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
	const channels = head[9] === 6 ? 4 : 3;
	const packed = parts.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
	const raw = inflateSync(Buffer.concat(packed));
	const stride = width * channels;
	const pixels = new Uint32Array(width * height);
	let above: Uint8Array = new Uint8Array(stride);
	for (let y = 0; y < height; y++) {
		const from = y * (stride + 1);
		const row = unfilter(raw[from]!, raw.subarray(from + 1, from + 1 + stride), above, channels);
		for (let x = 0; x < width; x++) {
			const at = x * channels;
			pixels[y * width + x] = (row[at]! << 16) | (row[at + 1]! << 8) | row[at + 2]!;
		}
		above = row;
	}
	return { width, height, pixels };
}

/** Reverses a row's filter (PNG, 9.2). */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array, step: number): Uint8Array {
	const out = new Uint8Array(row.length);
	for (let at = 0; at < row.length; at++) {
		const left = at < step ? 0 : out[at - step]!;
		const up = above[at]!;
		const corner = at < step ? 0 : above[at - step]!;
		out[at] = row[at]! + guess(filter, left, up, corner);
	}
	return out;
}

function guess(filter: number, left: number, up: number, corner: number): number {
	if (filter === 0) return 0;
	if (filter === 1) return left;
	if (filter === 2) return up;
	if (filter === 3) return (left + up) >> 1;
	const [a, b] = [Math.abs(up - corner), Math.abs(left - corner)];
	const far = Math.abs(left + up - 2 * corner);
	return a <= b && a <= far ? left : b <= far ? up : corner;
}

type Counted = readonly [colour: number, count: number];
const CHANNELS: readonly number[] = [16, 8, 0];

/** At most 256 colours, and the palette index of each input colour. */
function choose(counts: Map<number, number>) {
	const all: Counted[] = [...counts].toSorted((a, b) => b[1] - a[1]);
	const exact = all.length <= COLOURS ? all : all.slice(0, EXACT);
	const palette = exact.map(([colour]) => colour);
	const rest = all.slice(exact.length);
	for (const box of boxes(rest, COLOURS - exact.length)) palette.push(middle(box));
	const index = new Map(exact.map(([colour], at) => [colour, at]));
	for (const [colour] of rest) index.set(colour, nearest(colour, palette));
	return { palette, index };
}

/** The nearest centre may belong to another box than the colour's own. */
function nearest(colour: number, palette: readonly number[]): number {
	let [best, least] = [0, Infinity];
	for (const [at, other] of palette.entries()) {
		let far = 0;
		for (const shift of CHANNELS)
			far += (((colour >> shift) & 255) - ((other >> shift) & 255)) ** 2;
		if (far < least) [best, least] = [at, far];
	}
	return best;
}

/** Splits the widest box, weighted by its pixels, until there are enough (median cut). */
function boxes(colours: Counted[], many: number): Counted[][] {
	if (colours.length === 0) return [];
	const open = [measured(colours)];
	while (open.length < many) {
		const worst = open.reduce((a, b) => (b.weight > a.weight ? b : a));
		if (worst.weight === 0) break;
		const sorted = worst.box.toSorted(
			([a], [b]) => ((a >> worst.channel) & 255) - ((b >> worst.channel) & 255)
		);
		const half = halfway(sorted);
		open.splice(
			open.indexOf(worst),
			1,
			measured(sorted.slice(0, half)),
			measured(sorted.slice(half))
		);
	}
	return open.map(({ box }) => box);
}

function measured(box: Counted[]) {
	let [width, channel, sum] = [0, 0, 0];
	for (const shift of CHANNELS) {
		let [low, high] = [255, 0];
		for (const [colour] of box) {
			const value = (colour >> shift) & 255;
			if (value < low) low = value;
			if (value > high) high = value;
		}
		if (high - low > width) [width, channel] = [high - low, shift];
	}
	for (const [, count] of box) sum += count;
	return { box, channel, weight: box.length < 2 ? 0 : width * Math.sqrt(sum) };
}

/** The index with half of the pixels below; neither side is empty. */
function halfway(box: readonly Counted[]): number {
	const sum = box.reduce((all, [, count]) => all + count, 0);
	let below = 0;
	for (const [at, [, count]] of box.entries()) {
		below += count;
		if (below * 2 >= sum) return Math.min(Math.max(at, 1), box.length - 1);
	}
	return box.length >> 1;
}

function middle(box: readonly Counted[]): number {
	const sum = box.reduce((all, [, count]) => all + count, 0);
	return CHANNELS.reduce((colour, shift) => {
		const share = box.reduce((all, [one, count]) => all + ((one >> shift) & 255) * count, 0);
		return colour | (Math.round(share / sum) << shift);
	}, 0);
}

function encode({ width, height, pixels }: Bitmap, palette: number[], index: Map<number, number>) {
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([8, 3, 0, 0, 0], 8);
	const colours = Buffer.from(
		palette.flatMap((one) => CHANNELS.map((shift) => (one >> shift) & 255))
	);
	const rows = Buffer.alloc(height * (width + 1));
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++)
			rows[y * (width + 1) + 1 + x] = index.get(pixels[y * width + x]!) ?? 0;
	const image = deflateSync(rows, { level: 9, memLevel: 9 });
	return Buffer.concat([
		SIGNATURE,
		chunk('IHDR', head),
		chunk('PLTE', colours),
		chunk('IDAT', image),
		chunk('IEND', Buffer.alloc(0))
	]);
}

function chunk(type: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const frame = Buffer.alloc(8);
	frame.writeUInt32BE(data.length, 0);
	frame.writeUInt32BE(crc32(body), 4);
	return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
