import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aJpeg, aPng, aWebp } from '../../../../tests/support/pages/pictures.ts';
import { checkPicture, MOST_BYTES, pictureType } from './picture.ts';

const WHOLE = [
	['image/png', aPng(320, 240)],
	['image/jpeg', aJpeg(320, 240)],
	['image/webp', aWebp('VP8 ', 320, 240)],
	['image/webp', aWebp('VP8L', 320, 240)],
	['image/webp', aWebp('VP8X', 320, 240)]
] as const;

test.each(WHOLE)('detects %s and its size from the bytes', (type, bytes) => {
	expect(checkPicture(bytes)).toEqual({ ok: true, value: { type, width: 320, height: 240 } });
	expect(pictureType(bytes)).toBe(type);
});

test('refuses a file that is cut off anywhere', () => {
	for (const [, bytes] of WHOLE)
		for (let length = 0; length < Math.min(bytes.length, 200); length++)
			expect(checkPicture(bytes.slice(0, length)).ok).toBe(false);
});

test('refuses random bytes with any header, and never throws', () => {
	const heads = WHOLE.map(([, bytes]) => [...bytes.slice(0, 24)]);
	fc.assert(
		fc.property(fc.constantFrom([], ...heads), fc.uint8Array({ maxLength: 300 }), (head, rest) => {
			const read = checkPicture(Uint8Array.from([...head, ...rest]));
			if (read.ok) expect(read.value.width).toBeGreaterThanOrEqual(200);
			else expect(read.fault.detail?.fr).toBeTruthy();
		})
	);
});

const said = (bytes: Uint8Array) => {
	const read = checkPicture(bytes);
	return read.ok ? 'ok' : `${read.fault.code}: ${read.fault.detail?.en}`;
};

test('each refusal has its message', () => {
	const heavy = new Uint8Array(MOST_BYTES + 1);
	heavy.set(aPng(320, 240));

	expect(said(heavy)).toBe('too_large: A photo weighs 2 MB at most.');
	expect(said(Buffer.from('<svg/>'))).toBe('bad_picture: Send a JPEG, PNG or WebP photo.');
	expect(said(aPng(320, 240).slice(0, -1))).toBe('bad_picture: The file is incomplete or damaged.');
	expect(said(aPng(320, 199))).toBe('bad_picture: Each side measures at least 200 pixels.');
	expect(said(aPng(199, 320))).toBe('bad_picture: Each side measures at least 200 pixels.');
	expect(said(aJpeg(4097, 300))).toBe('bad_picture: Each side measures at most 4096 pixels.');
	expect(said(aJpeg(300, 4097))).toBe('bad_picture: Each side measures at most 4096 pixels.');
	expect([said(aJpeg(200, 4096)), said(aJpeg(4096, 200))]).toEqual(['ok', 'ok']);
	expect(pictureType(Buffer.from('<svg/>'))).toBeUndefined();
});

test('accepts a picture of the largest size', () => {
	const webp = aWebp('VP8L', 320, 240);
	const heavy = Buffer.alloc(MOST_BYTES);
	heavy.set(webp);
	heavy.writeUInt32LE(MOST_BYTES - 8, 4);

	expect(said(new Uint8Array(heavy))).toBe('ok');
});

test('refuses data after the picture, and other files of the same family', () => {
	for (const [, bytes] of WHOLE.filter(([type]) => type !== 'image/jpeg'))
		expect(checkPicture(Buffer.concat([bytes, Buffer.from('<script>')])).ok).toBe(false);
	const wave = aWebp('VP8 ');
	wave.set(Buffer.from('WAVE'), 8);
	expect(said(wave)).toBe('bad_picture: Send a JPEG, PNG or WebP photo.');
	const riffless = aWebp('VP8 ');
	riffless.set(Buffer.from('RIFX'), 0);
	expect(said(riffless)).toBe('bad_picture: Send a JPEG, PNG or WebP photo.');
	const almost = aPng();
	almost[7] = 0;
	expect(said(almost)).toBe('bad_picture: Send a JPEG, PNG or WebP photo.');
});

test('reads the size of a wide picture, and never from a table that looks like a frame', () => {
	expect(checkPicture(aWebp('VP8X', 4096, 257))).toMatchObject({
		value: { width: 4096, height: 257 }
	});
	const jpeg = [...aJpeg(320, 240)];
	const table = [0xff, 0xc4, 0, 11, 8, 0, 9, 0, 9, 1, 1, 0x11, 0];
	const scan = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xda);
	const withTable = Uint8Array.from([...jpeg.slice(0, scan), ...table, ...jpeg.slice(scan)]);
	expect(checkPicture(withTable)).toMatchObject({ value: { width: 320, height: 240 } });
	const broken = Uint8Array.from(jpeg);
	broken[8] = 0;
	expect(said(broken)).toBe('bad_picture: The file is incomplete or damaged.');
});
