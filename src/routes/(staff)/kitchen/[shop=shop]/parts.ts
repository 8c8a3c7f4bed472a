/**
 * What the board fetches once it is alive. The server knows none of it, for it would write the styles
 * of all that it knows into the page.
 */

const never = new Promise<never>(() => {});

export const later = () => (import.meta.env.SSR ? never : import('./Later.svelte'));

export const rest = () => (import.meta.env.SSR ? never : import('./rest.ts'));
