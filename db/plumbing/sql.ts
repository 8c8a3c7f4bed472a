/**
 * The named sets of the domain as SQL literals, for `in (…)`. They are no parameters, because a partial
 * index applies only where the planner knows the values.
 */
export const listOf = (values: readonly string[]): string =>
	values.map((value) => `'${value}'`).join(', ');

/**
 * The national digits of the phone number of a customer `c`, as `nationalDigits` of the domain has them. Word for
 * word the expression of the indexes on `customer`, which apply only then.
 */
export const CUSTOMER_DIGITS = `regexp_replace(regexp_replace(c.phone, '\\D', '', 'g'), '^(?:00)?33|^0', '')`;
