import type { Snapshots, TrackedOrder } from '#domain/wire/contract.ts';
import type { Caller } from '../client/caller.ts';

/** The current answer of GET /api/track; undefined when it fails. */
export async function readTracked(
	caller: Caller,
	token: string
): Promise<TrackedOrder | undefined> {
	const said = await caller.get<{ snapshot: Snapshots['order'] }>(`/api/track/${token}`);
	return said.ok ? said.body.snapshot.order : undefined;
}

/** Whether two views are equal, in any order of fields. */
export const sameView = (a: object, b: object): boolean => canonical(a) === canonical(b);

function canonical(value: unknown): string {
	return JSON.stringify(value, (_, inner: unknown) => {
		if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
		return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
	});
}
