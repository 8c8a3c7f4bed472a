/** The group, its first owner, shops, people and menu in an empty database, in one transaction. */

import { done, refuse, type FieldFault, type Result } from '#domain/wire/faults.ts';
import type { Language, Menu } from '#domain/menu/menu.ts';
import type { HeldRole } from '#domain/people/managing.ts';
import type { Company } from '#domain/pay/company.ts';
import { demoMenu } from '../demo/menu/index.ts';
import { demoStock } from '../demo/stock.ts';
import { openLink } from '../steps/people.ts';
import * as companies from '../tables/companies.ts';
import * as drivers from '../tables/drivers.ts';
import * as houseGroup from '../tables/house-group.ts';
import * as menus from '../tables/menu.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import * as people from '../tables/people.ts';
import * as shops from '../tables/shops.ts';
import * as staff from '../tables/staff.ts';
import * as stock from '../tables/stock.ts';
import { inTransaction, Rollback } from '../plumbing/transaction.ts';

export interface FirstRun {
	group: { name: string };
	owner: { name: string; email: string; language: Language; passwordHash: string };
	shops: readonly PlannedShop[];
	/** They are invited by mail. */
	people: readonly PlannedPerson[];
	/** Without it the starter menu. */
	menu?: Menu | undefined;
}

export interface PlannedShop extends shops.FirstShop {
	company?: Company | undefined;
	/** Opening stock by ingredient id; without it an estimate for one evening. */
	stock?: Readonly<Record<string, number>> | undefined;
}

export interface PlannedPerson {
	email: string;
	language: Language;
	phone?: string | undefined;
	roles: readonly HeldRole[];
}

/** Advisory lock: a second operator at the same time waits, then finds the first shop. */
const SETUP_LOCK = 4248;

/**
 * Makes everything of a first run, or nothing. Refused with `shop_exists` when the group has a shop already, and with
 * `invalid` when a stock names no ingredient of the menu. Returns the id of the first shop.
 */
export async function setUp(pool: Pool, plan: FirstRun): Promise<Result<string>> {
	return inTransaction(pool, 'setup', async (tx) => {
		await tx.query('select pg_advisory_xact_lock($1)', [SETUP_LOCK]);
		if (await shops.exist(tx)) throw new Rollback(refuse('shop_exists'));
		const menu = plan.menu ?? demoMenu;
		const strays = strayStock(plan.shops, menu);
		if (strays.length > 0)
			throw new Rollback<Result<never>>({ ok: false, fault: { code: 'invalid', fields: strays } });
		await menus.install(tx, menu);
		await houseGroup.setName(tx, plan.group.name);
		for (const shop of plan.shops) await openPlanned(tx, shop, menu);
		await staff.add(tx, {
			...plan.owner,
			id: idOf(plan.owner.email),
			roles: plan.shops.map(({ id }) => ({ shop: id, role: 'owner' }))
		});
		for (const person of plan.people) await invitePlanned(tx, person);
		const first = plan.shops[0]?.id ?? '';
		await staff.recordAudit(tx, { actor: 'setup', action: 'setup', subject: first });
		return done(first);
	});
}

async function openPlanned(tx: Tx, shop: PlannedShop, menu: Menu): Promise<void> {
	await shops.openFirst(tx, shop);
	if (shop.company) await companies.set(tx, shop.id, shop.company);
	await stock.book(tx, shop.id, 'count', shop.stock ?? demoStock(menu, shop.id));
}

async function invitePlanned(tx: Tx, person: PlannedPerson): Promise<void> {
	const id = await people.invite(tx, person);
	const byShop = Map.groupBy(person.roles, ({ shop }) => shop);
	for (const [shop, held] of byShop)
		await people.setRoles(tx, { id, shop, roles: held.map(({ role }) => role) });
	const drives = person.roles.find(({ role }) => role === 'driver');
	if (drives && person.phone) await drivers.add(tx, { id, shop: drives.shop, phone: person.phone });
	await openLink(tx, { person: id, kind: 'invite', by: 'setup' });
}

function strayStock(planned: readonly PlannedShop[], menu: Menu): FieldFault[] {
	const known = new Set(menu.ingredients.map(({ id }) => id));
	return planned.flatMap((shop, index) =>
		Object.keys(shop.stock ?? {})
			.filter((id) => !known.has(id))
			.map((id) => ({
				path: `shops.${index}.stock.${id}`,
				message: {
					fr: `«\u00a0${id}\u00a0» n’est pas un ingrédient de la carte.`,
					en: `“${id}” is no ingredient of the menu.`
				}
			}))
	);
}

/** A readable id: `marie-dupont` for marie.dupont@…, as the demo's people have. */
const idOf = (email: string): string =>
	(email.split('@')[0] ?? email).toLowerCase().replace(/[^a-z0-9]+/g, '-') || 'owner';
