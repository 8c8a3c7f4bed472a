import sharp from 'sharp';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import { BROKEN, MOST_SIDE } from '#domain/menu/picture.ts';

/** The largest size that a menu shows, in pixels. */
const SIDE = 960;
const QUALITY = 82;
const LIMIT_SECONDS = 10;

/**
 * Decodes the picture and encodes it as a WebP of at most 960 pixels a side, the right way up. Only the
 * pixels are kept: no place, camera, date or hidden data. Refused with `bad_picture` when the pixels cannot
 * all be read.
 */
export async function redrawn(bytes: Uint8Array): Promise<Result<Buffer>> {
	try {
		const picture = sharp(bytes, { failOn: 'error', limitInputPixels: MOST_SIDE * MOST_SIDE })
			.timeout({ seconds: LIMIT_SECONDS })
			.autoOrient()
			.resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true });
		return done(await picture.webp({ quality: QUALITY }).toBuffer());
	} catch {
		return refuse('bad_picture', BROKEN);
	}
}
