/**
 * Lazy chunks of the board, imported in the browser only: rendered on the server, Kit would inline the
 * styles of all these components into the page.
 */

const never = new Promise<never>(() => {});

const AGAIN_MS = 5_000;

/** The board needs it and no press would ask for it again: the import is retried until it succeeds. */
const untilThere = async <T>(part: () => Promise<T>): Promise<T> => {
	for (;;) {
		const there = await part().catch(() => undefined);
		if (there) return there;
		await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
	}
};

export const later = () =>
	import.meta.env.SSR ? never : untilThere(() => import('./Later.svelte'));

export const rest = () => (import.meta.env.SSR ? never : import('./rest.ts'));
