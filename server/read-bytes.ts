import type { Request } from 'express';

/** The whole body; undefined when it is longer than `most`, then it is read to its end but not kept. */
export async function readBytes(req: Request, most: number): Promise<Buffer | undefined> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of req as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size <= most) chunks.push(chunk);
	}
	return size <= most ? Buffer.concat(chunks) : undefined;
}
