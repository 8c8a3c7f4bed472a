import { randomUUID } from 'node:crypto';
import type { Company } from '#domain/pay/company.ts';
import * as outbox from '../plumbing/outbox.ts';
import type { Pool } from '../plumbing/pool.ts';
import { inTransaction, type Actor } from '../plumbing/transaction.ts';
import * as companies from '../tables/companies.ts';
import * as staff from '../tables/staff.ts';

/** Names the company of a shop; documents that waited for it are issued soon. Issued ones keep their company. */
export async function setCompany(
	pool: Pool,
	{ shop, company, actor }: { shop: string; company: Company; actor: Actor }
): Promise<void> {
	await inTransaction(pool, actor, async (tx) => {
		await companies.set(tx, shop, company);
		await staff.recordAudit(tx, {
			actor,
			action: 'company.set',
			subject: shop,
			detail: { ...company }
		});
		const key = `documents-${shop}-${randomUUID()}`;
		await outbox.add(tx, [{ job: 'documents.issue', key, payload: { shop } }]);
	});
}
