import type { Desk, StripeEvent } from './account.ts';
import { invalid } from './fault.ts';
import { textAt, type Form } from './form.ts';
import { integerAt, needText, oneOf } from './read.ts';

interface Listed {
	id: string;
	created: number;
}

/** One page of a list, newest first, with Stripe's cursors and its filters on `created`. */
export function listPage<T extends Listed>(items: Iterable<T>, query: Form, url: string) {
	const limit = integerAt(query, 'limit', 1) ?? 10;
	if (limit > 100)
		throw invalid('This value must be less than or equal to 100 (it currently is ' + limit + ').');
	// The newest is the last in the store, also within one second.
	const found = [...items].reverse().filter((item) => isCreatedWithin(item.created, query));
	const after = textAt(query, 'starting_after');
	const before = textAt(query, 'ending_before');
	if (before !== undefined) {
		const upTo = found.slice(0, positionOf(found, before));
		const data = upTo.slice(-limit);
		return { object: 'list' as const, data, has_more: upTo.length > data.length, url };
	}
	const from = after === undefined ? found : found.slice(positionOf(found, after) + 1);
	const data = from.slice(0, limit);
	return { object: 'list' as const, data, has_more: from.length > data.length, url };
}

export function listEvents(desk: Desk, query: Form) {
	const type = textAt(query, 'type');
	const types = Object.values((query['types'] ?? {}) as Form).map(String);
	const delivered = oneOf(query, 'delivery_success', ['true', 'false']);
	const wanted = type === undefined ? types : [type];
	const found = desk.account.events.filter(
		(event) =>
			(wanted.length === 0 || wanted.some((pattern) => matches(event, pattern))) &&
			(delivered === undefined || (event.pending_webhooks === 0) === (delivered === 'true'))
	);
	return listPage(found, query, '/v1/events');
}

/** `metadata['order_id']:'7' AND status:'succeeded'`: equality, joined by AND. */
export function searchIntents(desk: Desk, query: Form) {
	const clauses = needText(query, 'query')
		.split(/\s+AND\s+/)
		.map((clause) => parseClause(clause));
	const newest = desk.clock.now() - desk.knobs.values.searchLagMs;
	const found = [...desk.account.intents.values()]
		.map(({ wire }) => wire)
		.filter((intent) => intent.created * 1000 <= newest)
		.filter((intent) =>
			clauses.every(({ field, key, value }) =>
				key === undefined
					? String(intent[field as 'status']) === value
					: intent.metadata[key] === value
			)
		);
	const { data, has_more } = listPage(found, query, '/v1/payment_intents/search');
	return {
		object: 'search_result',
		data,
		has_more,
		next_page: null,
		url: '/v1/payment_intents/search'
	};
}

function parseClause(clause: string): { field: string; key?: string; value: string } {
	const metadata = /^metadata\[["']([^"']+)["']\]:["']([^"']*)["']$/.exec(clause.trim());
	if (metadata !== null)
		return { field: 'metadata', key: metadata[1] ?? '', value: metadata[2] ?? '' };
	const plain = /^(status|currency|amount):["']?([^"']*)["']?$/.exec(clause.trim());
	if (plain === null)
		throw invalid(`We were unable to parse your search query: ${clause}`, { param: 'query' });
	return { field: plain[1] ?? '', value: plain[2] ?? '' };
}

function matches(event: StripeEvent, pattern: string): boolean {
	return pattern.endsWith('*')
		? event.type.startsWith(pattern.slice(0, -1))
		: event.type === pattern;
}

function positionOf(items: Listed[], id: string): number {
	const at = items.findIndex((item) => item.id === id);
	if (at === -1)
		throw invalid(`No such object: '${id}'`, { code: 'resource_missing', param: 'starting_after' });
	return at;
}

function isCreatedWithin(created: number, query: Form): boolean {
	const exact = integerAt(query, 'created');
	const bounds: [string, (limit: number) => boolean][] = [
		['created.gte', (limit) => created >= limit],
		['created.gt', (limit) => created > limit],
		['created.lte', (limit) => created <= limit],
		['created.lt', (limit) => created < limit]
	];
	return (
		(exact === undefined || created === exact) &&
		bounds.every(([path, holds]) => {
			const limit = integerAt(query, path);
			return limit === undefined || holds(limit);
		})
	);
}
