import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aJpeg, aPng, aWebp } from '../../../tests/support/pictures.ts';
import { checkPicture, pictureType } from './picture.ts';

const WHOLE = [
	['image/png', aPng(320, 240)],
	['image/jpeg', aJpeg(320, 240)],
	['image/webp', aWebp('VP8 ', 320, 240)],
	['image/webp', aWebp('VP8L', 320, 240)],
	['image/webp', aWebp('VP8X', 320, 240)]
] as const;

test.each(WHOLE)('knows %s and its size by the bytes', (type, bytes) => {
	expect(checkPicture(bytes)).toEqual({ ok: true, value: { type, width: 320, height: 240 } });
	expect(pictureType(bytes)).toBe(type);
});

test('takes none that is cut off anywhere', () => {
	for (const [, bytes] of WHOLE)
		for (let length = 0; length < Math.min(bytes.length, 200); length++)
			expect(checkPicture(bytes.slice(0, length)).ok).toBe(false);
});

test('takes no noise, whatever it begins with, and never throws', () => {
	const heads = WHOLE.map(([, bytes]) => [...bytes.slice(0, 24)]);
	fc.assert(
		fc.property(fc.constantFrom([], ...heads), fc.uint8Array({ maxLength: 300 }), (head, rest) => {
			const read = checkPicture(Uint8Array.from([...head, ...rest]));
			if (read.ok) expect(read.value.width).toBeGreaterThanOrEqual(200);
			else expect(read.fault.detail?.fr).toBeTruthy();
		})
	);
});
