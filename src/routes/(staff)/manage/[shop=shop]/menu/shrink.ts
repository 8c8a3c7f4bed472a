/** A phone's photo weighs more than a menu can carry, and tells where it was taken: neither is sent. */

import { MOST_BYTES, PICTURE_TYPES } from '#domain/menu/picture.ts';

const SIDE = 960;
const QUALITY = 0.86;

/**
 * The middle of the picture as a square, drawn again: without place, camera or date. What this browser
 * cannot read goes as it is, for the server to say what is wrong with it.
 */
export async function shrink(file: File): Promise<Blob> {
	const image = await createImageBitmap(file).catch(() => undefined);
	if (!image) return asPicture(file);
	const side = Math.min(image.width, image.height);
	const out = Math.min(side, SIDE);
	const canvas = Object.assign(document.createElement('canvas'), { width: out, height: out });
	const [x, y] = [(image.width - side) / 2, (image.height - side) / 2];
	canvas.getContext('2d')?.drawImage(image, x, y, side, side, 0, 0, out, out);
	image.close();
	return (await drawn(canvas, 'image/webp')) ?? (await drawn(canvas, 'image/jpeg')) ?? file;
}

function drawn(canvas: HTMLCanvasElement, type: string): Promise<Blob | undefined> {
	return new Promise((done) => {
		// A browser that cannot write the type writes a PNG instead.
		canvas.toBlob((blob) => done(blob?.type === type ? blob : undefined), type, QUALITY);
	});
}

/** The server reads what it is from the bytes; of too many, the first are enough to say so. */
function asPicture(file: File): Blob {
	const type = PICTURE_TYPES.find((known) => known === file.type) ?? PICTURE_TYPES[0];
	return file.slice(0, MOST_BYTES + 1, type);
}
