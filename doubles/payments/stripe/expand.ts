import type { Desk } from './account.ts';
import { invalid } from './fault.ts';
import { listPage } from './lists.ts';
import { parseForm } from './form.ts';

type Wire = Record<string, unknown>;

/** Puts objects where the answer has ids, for the paths of `expand[]`; `data.` is each item of a list. */
export function expand(desk: Desk, answer: unknown, paths: string[]): unknown {
	const copy: unknown = structuredClone(answer);
	for (const path of paths) put(desk, copy, path.split('.'), path);
	return copy;
}

function put(desk: Desk, at: unknown, names: string[], path: string): void {
	const [name, ...rest] = names;
	if (name === undefined || !isObject(at)) return;
	if (name === 'data' && Array.isArray(at['data'])) {
		for (const item of at['data']) put(desk, item, rest, path);
		return;
	}
	if (name === 'refunds' && at['object'] === 'charge')
		at['refunds'] = refundsOf(desk, String(at['id']));
	else if (!(name in at))
		throw invalid(`This property cannot be expanded (${path}).`, { param: 'expand' });
	if (typeof at[name] === 'string') at[name] = objectOf(desk, at[name]) ?? at[name];
	put(desk, at[name], rest, path);
}

function objectOf(desk: Desk, id: string): unknown {
	const { intents, charges, refunds } = desk.account;
	const found = intents.get(id)?.wire ?? charges.get(id) ?? refunds.get(id)?.wire;
	return found === undefined ? undefined : structuredClone(found);
}

function refundsOf(desk: Desk, chargeId: string): unknown {
	const refunds = [...desk.account.refunds.values()]
		.map(({ wire }) => wire)
		.filter((refund) => refund.charge === chargeId);
	return structuredClone(listPage(refunds, parseForm(''), `/v1/charges/${chargeId}/refunds`));
}

function isObject(value: unknown): value is Wire {
	return typeof value === 'object' && value !== null;
}
