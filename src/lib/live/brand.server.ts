import type { RequestEvent } from '@sveltejs/kit';

interface GroupName {
	/** Null before the first run, or when it cannot be read: the page goes on without it. */
	brand: string | null;
	isSetUp: boolean;
}

/**
 * The name of the group for a page. Not in the layout of all pages: the driver's offline page has no server to ask.
 */
export async function readBrand({ fetch }: Pick<RequestEvent, 'fetch'>): Promise<GroupName> {
	const answer = await fetch('/api/group').catch(() => undefined);
	if (!answer?.ok) return { brand: null, isSetUp: true };
	const { name, isSetUp } = (await answer.json()) as { name: string | null; isSetUp: boolean };
	return { brand: name, isSetUp };
}
