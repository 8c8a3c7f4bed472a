import type { Request } from 'express';
import { done, refuse } from '#domain/faults.ts';
import { checkPicture, MOST_BYTES, pictureType, TOO_HEAVY } from '#domain/picture.ts';
import * as menus from '../../db/menu.ts';
import * as staff from '../../db/staff.ts';
import { transact } from '../../db/transact.ts';
import type { Context } from '../context.ts';
import { actorOf, Raw, type Call, type Mount } from '../routing.ts';

/** Its address is its content: it may be kept for ever. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** Photos of products, which stand for the drawn picture. */
export function mountPhotos(mount: Mount, { pool, storage }: Context): void {
	mount('photo', {
		handle: async ({ params, res }) => {
			const bytes = await storage.get(params.photo ?? '');
			const type = bytes && pictureType(bytes);
			if (!type) return refuse('not_found');
			// Nothing in it may act, whatever somebody managed to upload.
			res.set({ 'Cache-Control': FOR_EVER, 'Content-Security-Policy': "default-src 'none'" });
			return done(new Raw(200, bytes, type));
		}
	});

	mount('putPhoto', {
		slow: true,
		about: 'shop',
		handle: async (call) => {
			const product = call.params.product ?? '';
			const bytes = await readBytes(call.req);
			if (!bytes) return refuse('too_large', TOO_HEAVY);
			const picture = checkPicture(bytes);
			if (!picture.ok) return picture;
			if (!(await menus.hasProduct(pool, product))) return refuse('not_found');
			const photo = await storage.put(bytes);
			await hang(call, product, photo);
			return done({ product, photo });
		}
	});

	mount('dropPhoto', {
		about: 'shop',
		handle: async (call) => {
			const product = call.params.product ?? '';
			if (!(await menus.hasProduct(pool, product))) return refuse('not_found');
			await hang(call, product, null);
			return done({ product, photo: null });
		}
	});

	/** The menu is the group's: whoever changes a picture of it is written down. */
	function hang(call: Call<undefined>, product: string, photo: string | null): Promise<void> {
		const actor = actorOf(call);
		return transact(pool, actor, async (tx) => {
			await menus.setPhoto(tx, product, photo);
			await staff.recordAudit(tx, {
				actor,
				action: photo ? 'photo.set' : 'photo.drop',
				subject: product,
				detail: { shop: call.params.shop, photo }
			});
		});
	}
}

/** All of the body, or nothing when it is too long: then it is read to its end, but not kept. */
async function readBytes(req: Request): Promise<Buffer | undefined> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of req as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size <= MOST_BYTES) chunks.push(chunk);
	}
	return size <= MOST_BYTES ? Buffer.concat(chunks) : undefined;
}
