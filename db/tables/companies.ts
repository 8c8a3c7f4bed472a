import type { Company } from '#domain/pay/company.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

/** The company of a shop; undefined until its owner has named it. */
export async function ofShop(db: Db, shop: string): Promise<Company | undefined> {
	const { rows } = await db.query<Company>(
		`select legal_name as "legalName", street, postcode, city, siret, vat_number as "vatNumber"
			from company where shop_id = $1`,
		[shop]
	);
	return rows[0];
}

export async function set(tx: Tx, shop: string, company: Company): Promise<void> {
	await tx.query(
		`insert into company (shop_id, legal_name, street, postcode, city, siret, vat_number)
			values ($1, $2, $3, $4, $5, $6, $7)
			on conflict (shop_id) do update set legal_name = excluded.legal_name, street = excluded.street,
				postcode = excluded.postcode, city = excluded.city, siret = excluded.siret,
				vat_number = excluded.vat_number, updated_at = clock_timestamp()`,
		[
			shop,
			company.legalName,
			company.street,
			company.postcode,
			company.city,
			company.siret,
			company.vatNumber
		]
	);
}
