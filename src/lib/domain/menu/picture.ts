/**
 * Detects the type of an uploaded picture from its bytes; the file name and headers are not
 * trusted. Only formats that cannot carry a script are allowed, so no SVG.
 */

import { done, refuse, type Result } from '../wire/faults.ts';
import type { Text } from './menu.ts';

export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp';

export interface Picture {
	type: PictureType;
	/** Pixels. */
	width: number;
	height: number;
}

export const PICTURE_TYPES: readonly PictureType[] = ['image/jpeg', 'image/png', 'image/webp'];
export const MOST_BYTES = 2 * 1024 * 1024;
export const LEAST_SIDE = 200;
export const MOST_SIDE = 4096;

/** The checked picture, or a refusal with a message: wrong type, too large, or damaged. */
export function checkPicture(bytes: Uint8Array): Result<Picture> {
	if (bytes.length > MOST_BYTES) return refuse('too_large', TOO_HEAVY);
	const kind = KINDS.find(({ isIt }) => isIt(bytes));
	if (!kind) return refuse('bad_picture', WRONG_KIND);
	const sides = kind.sidesOf(bytes);
	if (!sides) return refuse('bad_picture', BROKEN);
	const [width, height] = sides;
	if (Math.min(width, height) < LEAST_SIDE) return refuse('bad_picture', TOO_SMALL);
	if (Math.max(width, height) > MOST_SIDE) return refuse('bad_picture', TOO_WIDE);
	return done({ type: kind.type, width, height });
}

/** The type of a stored picture that was checked before; undefined for anything else. */
export function pictureType(bytes: Uint8Array): PictureType | undefined {
	return KINDS.find(({ isIt }) => isIt(bytes))?.type;
}

type Sides = [width: number, height: number];

interface Kind {
	type: PictureType;
	isIt(bytes: Uint8Array): boolean;
	/** Size of the picture; undefined when the file is not complete or has extra data. */
	sidesOf(bytes: Uint8Array): Sides | undefined;
}

const KINDS: readonly Kind[] = [
	{ type: 'image/jpeg', isIt: (bytes) => startsWith(bytes, 0, [0xff, 0xd8, 0xff]), sidesOf: jpeg },
	{
		type: 'image/png',
		isIt: (bytes) => startsWith(bytes, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		sidesOf: png
	},
	{
		type: 'image/webp',
		isIt: (bytes) => textAt(bytes, 0) === 'RIFF' && textAt(bytes, 8) === 'WEBP',
		sidesOf: webp
	}
];

const startsWith = (bytes: Uint8Array, at: number, signs: readonly number[]): boolean =>
	signs.every((sign, i) => bytes[at + i] === sign);

const textAt = (bytes: Uint8Array, at: number): string =>
	String.fromCharCode(...bytes.subarray(at, at + 4));

const viewOf = (bytes: Uint8Array): DataView =>
	new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Reads all chunks up to the end. */
function png(bytes: Uint8Array): Sides | undefined {
	const view = viewOf(bytes);
	let sides: Sides | undefined;
	for (let at = 8; at + 12 <= bytes.length;) {
		const name = textAt(bytes, at + 4);
		const next = at + 12 + view.getUint32(at);
		if (next > bytes.length) return undefined;
		if (name === 'IHDR') sides = [view.getUint32(at + 8), view.getUint32(at + 12)];
		if (name === 'IEND') return next === bytes.length ? sides : undefined;
		at = next;
	}
	return undefined;
}

/** Start-of-frame markers; C4, C8 and CC in their range are tables. */
const isFrame = (marker: number): boolean =>
	marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** Reads the segments up to the scan data, which must be followed by the end marker. */
function jpeg(bytes: Uint8Array): Sides | undefined {
	if (!startsWith(bytes, bytes.length - 2, [0xff, 0xd9])) return undefined;
	const view = viewOf(bytes);
	let sides: Sides | undefined;
	for (let at = 2; at + 4 <= bytes.length;) {
		if (bytes[at] !== 0xff) return undefined;
		const marker = bytes[at + 1] ?? 0;
		const next = at + 2 + view.getUint16(at + 2);
		if (next > bytes.length) return undefined;
		if (isFrame(marker) && at + 9 <= bytes.length)
			sides = [view.getUint16(at + 7), view.getUint16(at + 5)];
		if (marker === 0xda) return sides;
		at = next;
	}
	return undefined;
}

/** Checks the length in the header and reads the first chunk. */
function webp(bytes: Uint8Array): Sides | undefined {
	const view = viewOf(bytes);
	if (bytes.length < 30 || view.getUint32(4, true) + 8 !== bytes.length) return undefined;
	const threeAt = (at: number) => 1 + view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
	switch (textAt(bytes, 12)) {
		case 'VP8 ':
			return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
		case 'VP8L': {
			const bits = view.getUint32(21, true);
			return [1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff)];
		}
		case 'VP8X':
			return [threeAt(24), threeAt(27)];
		default:
			return undefined;
	}
}

const WRONG_KIND = {
	fr: 'Envoyez une photo JPEG, PNG ou WebP.',
	en: 'Send a JPEG, PNG or WebP photo.'
};
export const BROKEN: Text = {
	fr: 'Le fichier est incomplet ou abîmé.',
	en: 'The file is incomplete or damaged.'
};
export const TOO_HEAVY: Text = {
	fr: 'Une photo pèse 2 Mo au plus.',
	en: 'A photo weighs 2 MB at most.'
};
const TOO_SMALL = {
	fr: `Chaque côté mesure au moins ${LEAST_SIDE} pixels.`,
	en: `Each side measures at least ${LEAST_SIDE} pixels.`
};
const TOO_WIDE = {
	fr: `Chaque côté mesure au plus ${MOST_SIDE} pixels.`,
	en: `Each side measures at most ${MOST_SIDE} pixels.`
};
