/**
 * The named sets of the domain as SQL literals, for `in (…)`. They are no parameters, because a partial
 * index applies only where the planner knows the values.
 */
export const listOf = (values: readonly string[]): string =>
	values.map((value) => `'${value}'`).join(', ');
