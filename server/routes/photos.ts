import { done, refuse } from '#domain/wire/faults.ts';
import { checkPicture, MOST_BYTES, pictureType, TOO_HEAVY } from '#domain/menu/picture.ts';
import * as menus from '../../db/tables/menu.ts';
import * as staff from '../../db/tables/staff.ts';
import { inTransaction, type Actor } from '../../db/plumbing/transaction.ts';
import type { Context } from '../context.ts';
import { redrawn } from '../pictures.ts';
import { readBytes } from '../read-bytes.ts';
import { actorOf, type Call } from '../call.ts';
import { Raw, type Mount } from '../routing.ts';

/** Immutable: the address is a hash of the content. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** Photos of products, shown in place of the drawn picture. */
export function mountPhotos(mount: Mount, context: Context): void {
	const { pool, storage, warnings } = context;
	mount('photo', {
		handle: async ({ params, res }) => {
			const bytes = await storage.get(params.photo ?? '');
			const type = bytes && pictureType(bytes);
			if (!type) return refuse('not_found');
			// Scripts in an uploaded file must not run.
			res.set({ 'Cache-Control': FOR_EVER, 'Content-Security-Policy': "default-src 'none'" });
			return done(new Raw(200, bytes, type));
		}
	});

	mount('putPhoto', {
		slow: true,
		about: 'shop',
		handle: async (call) => {
			const product = call.params.product ?? '';
			if (warnings.isDiskLow()) return refuse('disk_low');
			const bytes = await readBytes(call.req, MOST_BYTES);
			if (!bytes) return refuse('too_large', TOO_HEAVY);
			const picture = checkPicture(bytes);
			if (!picture.ok) return picture;
			if (!(await menus.hasProduct(pool, product))) return refuse('not_found');
			const drawn = await redrawn(bytes);
			if (!drawn.ok) return drawn;
			return done({ product, photo: await savePhoto(context, call, product, drawn.value) });
		}
	});

	mount('dropPhoto', {
		about: 'shop',
		handle: async (call) => {
			const product = call.params.product ?? '';
			if (!(await menus.hasProduct(pool, product))) return refuse('not_found');
			return done({ product, photo: await savePhoto(context, call, product, null) });
		}
	});
}

type Files = Pick<Context, 'pool' | 'storage'>;

/**
 * Sets the product's photo, or removes it with null; returns its id. The menu is the group's, so each
 * change is audited. The same picture again changes nothing: the request may be repeated.
 */
async function savePhoto(
	{ pool, storage }: Files,
	call: Call<undefined>,
	product: string,
	picture: Buffer | null
): Promise<string | null> {
	const actor = actorOf(call);
	const { photo, before } = await inTransaction(pool, actor, async (tx) => {
		await menus.lockPhotos(tx);
		const photo = picture && (await storage.put(picture));
		const before = await menus.setPhoto(tx, product, photo);
		await staff.recordAudit(tx, {
			actor,
			action: photo ? 'photo.set' : 'photo.drop',
			subject: product,
			detail: { shop: call.params.shop, photo }
		});
		return { photo, before };
	});
	if (before && before !== photo) await deleteUnused({ pool, storage }, actor, before);
	return photo;
}

/** After the commit: before it, the menu may still show the photo. */
function deleteUnused({ pool, storage }: Files, actor: Actor, photo: string): Promise<void> {
	return inTransaction(pool, actor, async (tx) => {
		await menus.lockPhotos(tx);
		if (!(await menus.isPhotoUsed(tx, photo))) await storage.remove(photo);
	});
}
