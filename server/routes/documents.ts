import { documentName } from '#domain/pay/document.ts';
import type { CompanyAnswer, DocumentView, ReceiptAnswer } from '#domain/wire/contract.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import { setCompany } from '../../db/commands/set-company.ts';
import { orderById } from '../../db/reads/order-states.ts';
import type { Pool } from '../../db/plumbing/pool.ts';
import * as companies from '../../db/tables/companies.ts';
import * as documents from '../../db/tables/documents.ts';
import { actorOf, orderOf } from '../call.ts';
import type { Context } from '../context.ts';
import { companyBody } from '../paper-schemas.ts';
import type { Mount } from '../routing.ts';

/** Receipts and credit notes, and the company that issues them. */
export function mountDocuments(mount: Mount, { pool }: Context): void {
	mount('trackReceipt', {
		about: 'token',
		handle: (call) => receiptOf(pool, orderOf(call).id)
	});

	mount('receipt', {
		about: 'order',
		handle: (call) => receiptOf(pool, orderOf(call).id)
	});

	mount('company', {
		about: 'shop',
		handle: async ({ params }) => done(await companyOf(pool, params.shop ?? ''))
	});

	mount('setCompany', {
		about: 'shop',
		body: companyBody,
		handle: async (call) => {
			const shop = call.params.shop ?? '';
			await setCompany(pool, { shop, company: call.body, actor: actorOf(call) });
			return done(await companyOf(pool, shop));
		}
	});
}

async function companyOf(pool: Pool, shop: string): Promise<CompanyAnswer> {
	return { company: (await companies.ofShop(pool, shop)) ?? null };
}

async function receiptOf(pool: Pool, id: string): Promise<Result<ReceiptAnswer>> {
	const [state, issued] = await Promise.all([orderById(pool, id), documents.ofOrder(pool, id)]);
	if (!state) return refuse('not_found');
	const isPaid = (state.payment.capturedMinor ?? 0) > 0;
	const isNamed = issued.length > 0 || Boolean(await companies.ofShop(pool, state.shop));
	return done({
		documents: issued.map(viewOf),
		missing: issued.length > 0 ? null : isPaid && !isNamed ? 'company' : 'payment',
		order: { id, number: state.number, shop: state.shop },
		language: state.language
	});
}

function viewOf(document: documents.StoredDocument): DocumentView {
	const { id, kind, issuedAt, currency, content } = document;
	return {
		...{ id, kind, currency, content },
		name: documentName(document),
		issuedAt: issuedAt.toISOString()
	};
}
