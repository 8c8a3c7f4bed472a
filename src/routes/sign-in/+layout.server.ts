import { readBrand } from '$lib/live/brand.server.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = (event) => readBrand(event);
