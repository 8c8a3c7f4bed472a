import { expect, test } from 'vitest';
import { clientFrame, readFrames } from './link.ts';

/** A frame as a server sends it: final, unmasked, text (RFC 6455, 5.2). */
function textFrame(text: string): Buffer {
	const payload = Buffer.from(text);
	const { length } = payload;
	if (length < 126) return Buffer.concat([Buffer.from([0x81, length]), payload]);
	const head = Buffer.alloc(length < 65_536 ? 4 : 10);
	head[0] = 0x81;
	head[1] = length < 65_536 ? 126 : 127;
	if (length < 65_536) head.writeUInt16BE(length, 2);
	else head.writeBigUInt64BE(BigInt(length), 2);
	return Buffer.concat([head, payload]);
}

test('reads frames of every length, split into any pieces', () => {
	const texts = ['2', 'x'.repeat(125), 'é'.repeat(63), 'y'.repeat(300), 'z'.repeat(70_000)];
	const wire = Buffer.concat(texts.map(textFrame));

	for (const piece of [1, 3, 64, 4096, wire.length]) {
		const got: string[] = [];
		let rest: Buffer = Buffer.alloc(0);
		for (let at = 0; at < wire.length; at += piece)
			rest = readFrames(Buffer.concat([rest, wire.subarray(at, at + piece)]), (data) =>
				got.push(data.toString())
			);
		expect(got).toEqual(texts);
		expect(rest.length).toBe(0);
	}
});

test('skips frames that are not text', () => {
	const ping = Buffer.from([0x89, 0x00]);
	const got: string[] = [];

	readFrames(Buffer.concat([ping, textFrame('hello')]), (data) => got.push(data.toString()));

	expect(got).toEqual(['hello']);
});

test('masks a client frame with zeros', () => {
	expect([...clientFrame('3')]).toEqual([0x81, 0x81, 0, 0, 0, 0, 0x33]);
	expect(clientFrame('x'.repeat(200)).subarray(0, 4)).toEqual(Buffer.from([0x81, 0xfe, 0, 200]));
});
