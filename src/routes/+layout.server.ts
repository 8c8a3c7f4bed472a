import type { LayoutServerLoad } from './$types';

/** The name of the group on every page. Without an answer the pages go on without it. */
export const load: LayoutServerLoad = async ({ fetch }) => {
	const answer = await fetch('/api/group').catch(() => undefined);
	if (!answer?.ok) return { brand: null, isSetUp: true };
	const { name, isSetUp } = (await answer.json()) as { name: string | null; isSetUp: boolean };
	return { brand: name, isSetUp };
};
