import sharp from 'sharp';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import { BROKEN, MOST_SIDE } from '#domain/menu/picture.ts';

/** What a menu shows on the finest screen, in pixels. */
const SIDE = 960;
const QUALITY = 82;
const LIMIT_SECONDS = 10;

/**
 * The picture drawn again as a WebP of at most 960 pixels a side, the right way up. Only its pixels are
 * kept: no place, camera or date, and nothing that hides between or behind them. Refused with
 * `bad_picture` when its pixels cannot all be read.
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
