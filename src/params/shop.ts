import type { ParamMatcher } from '@sveltejs/kit';

/** A shop's id as it stands in an address; keeps `/favicon.ico` and the like out of the menus. */
export const match: ParamMatcher = (value) => /^[a-z0-9][a-z0-9-]{0,39}$/.test(value);
