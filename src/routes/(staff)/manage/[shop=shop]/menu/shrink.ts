/** Shrinks a photo before the upload, and removes its metadata. */

import { MOST_BYTES, PICTURE_TYPES } from '#domain/menu/picture.ts';

const SIDE = 960;
const QUALITY = 0.86;

/**
 * Crops the picture to a square and draws it again, which removes its metadata. A file that this browser
 * cannot read is sent as it is, and the server refuses it.
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
		// A browser that cannot encode the type returns a PNG.
		canvas.toBlob((blob) => done(blob?.type === type ? blob : undefined), type, QUALITY);
	});
}

/**
 * The server checks the bytes itself; of a file that is too large the first bytes are enough for its
 * refusal.
 */
function asPicture(file: File): Blob {
	const type = PICTURE_TYPES.find((known) => known === file.type) ?? PICTURE_TYPES[0];
	return file.slice(0, MOST_BYTES + 1, type);
}
