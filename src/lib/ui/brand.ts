import { page } from '$app/state';

/** The name of the product, where a group has none yet or it cannot be read. */
const PRODUCT = 'Passe-plat';

/** The name of the group, as every page shows it. */
export const brand = (): string => page.data.brand ?? PRODUCT;
