import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClosedDay } from '#domain/pay/day.ts';
import type { JobPayloads } from '../../db/plumbing/jobs.ts';
import type { Tx } from '../../db/plumbing/pool.ts';
import * as ledger from '../../db/tables/ledger.ts';
import * as shops from '../../db/tables/shops.ts';
import * as staff from '../../db/tables/staff.ts';
import type { Handler, WorkerContext } from '../context.ts';
import { sealFile, sealLetter } from './seal-text.ts';

/**
 * Takes the seal of a closed day off the machine: to a file of SEAL_DIR, and by mail to the owners and managers
 * of the shop. Without either it is recorded that there is no copy, and the page says so. A repetition writes the
 * same file again, and a mail with the same Message-ID.
 */
export const sendSeal: Handler<JobPayloads['ledger.seal']> = async (tx, { shop, day }, ctx) => {
	const closed = await ledger.closedDay(tx, shop, day);
	const owner = await shops.byId(tx, shop);
	if (!closed || !owner || closed.copies) return;
	const people = ctx.mailer ? await staff.inChargeOf(tx, shop) : [];
	const copies = { shop, day, mails: people.length, hasFile: ctx.sealDir !== undefined };
	if (copies.mails === 0 && !copies.hasFile) return ledger.recordCopies(tx, copies);
	let hasFile = false;
	return {
		async perform() {
			hasFile = await writeSeal(ctx, shop, closed);
			if (people.length === 0) return;
			const { subject, text } = sealLetter(owner, closed);
			const to = people.map(({ email }) => email).join(', ');
			await ctx.mailer?.send({ id: `seal-${shop}-${day}`, to, subject, text });
		},
		confirm: (end: Tx) => ledger.recordCopies(end, copies),
		abandon: (end: Tx) => ledger.recordCopies(end, { ...copies, mails: 0, hasFile })
	};
};

/** Written beside it and renamed, so that no reader sees a part of it. */
async function writeSeal({ sealDir }: WorkerContext, shop: string, closed: ClosedDay) {
	if (sealDir === undefined) return false;
	const path = join(sealDir, `${shop}-${closed.day}.json`);
	await writeFile(`${path}.part`, sealFile(shop, closed));
	await rename(`${path}.part`, path);
	return true;
}
