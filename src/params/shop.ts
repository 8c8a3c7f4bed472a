import type { ParamMatcher } from '@sveltejs/kit';

/** A shop's id in a URL; `/favicon.ico` and the like do not match. */
export const match: ParamMatcher = (value) => /^[a-z0-9][a-z0-9-]{0,39}$/.test(value);
