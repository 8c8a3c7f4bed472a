/** The opening of a new shop to customers. */

import type { OpeningCheck } from '../office/opening-checks.ts';

/** GET and POST /api/shops/:shop/opening. */
export interface OpeningAnswer {
	/** Not open to customers yet. */
	isPreparing: boolean;
	checks: { check: OpeningCheck; isDone: boolean }[];
}
