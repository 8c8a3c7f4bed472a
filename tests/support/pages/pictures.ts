import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** A valid PNG of one colour. */
export function aPng(width = 240, height = 240, grey = 180): Uint8Array<ArrayBuffer> {
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([8, 0, 0, 0, 0], 8);
	const rows = Buffer.alloc((width + 1) * height, grey);
	for (let y = 0; y < height; y++) rows[y * (width + 1)] = 0;
	const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
	const parts = [
		chunk('IHDR', head),
		chunk('IDAT', deflateSync(rows)),
		chunk('IEND', Buffer.alloc(0))
	];
	return new Uint8Array(Buffer.concat([signature, ...parts]));
}

function chunk(name: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
	const frame = Buffer.alloc(4);
	frame.writeUInt32BE(data.length);
	const sum = Buffer.alloc(4);
	sum.writeUInt32BE(crc32(body));
	return Buffer.concat([frame, body, sum]);
}

/**
 * A JPEG as from a phone: rotated, with GPS data in its EXIF. Width and height of the stored
 * pixels.
 */
export async function aPhonePhoto(width = 1600, height = 1200): Promise<Uint8Array<ArrayBuffer>> {
	const bytes = await sharp({ create: { width, height, channels: 3, background: '#b3311a' } })
		.withExif({
			IFD0: { Make: 'Telephone' },
			IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '43/1 36/1 0/1' }
		})
		.withMetadata({ orientation: 6 })
		.jpeg()
		.toBuffer();
	return new Uint8Array(bytes);
}

/** A JPEG with all segments but without image data. */
export function aJpeg(width = 240, height = 240): Uint8Array<ArrayBuffer> {
	const sides = [height >> 8, height & 255, width >> 8, width & 255];
	const frame = [0xff, 0xc0, 0, 11, 8, ...sides, 1, 1, 0x11, 0];
	const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 1, 2, 3];
	return Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, ...frame, ...scan, 0xff, 0xd9]);
}

/** The header of a WebP with its stated length. */
export function aWebp(kind: 'VP8 ' | 'VP8L' | 'VP8X', width = 240, height = 240) {
	const bytes = Buffer.alloc(40);
	bytes.write('RIFF', 0, 'latin1');
	bytes.writeUInt32LE(32, 4);
	bytes.write(`WEBP${kind}`, 8, 'latin1');
	if (kind === 'VP8 ') {
		bytes.writeUInt16LE(width, 26);
		bytes.writeUInt16LE(height, 28);
	} else if (kind === 'VP8L') bytes.writeUInt32LE(((height - 1) << 14) | (width - 1), 21);
	else {
		bytes.writeUIntLE(width - 1, 24, 3);
		bytes.writeUIntLE(height - 1, 27, 3);
	}
	return new Uint8Array(bytes);
}
