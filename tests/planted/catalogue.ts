import { DATABASE } from './database.ts';
import { HEALTH } from './health.ts';
import { HUB } from './hub.ts';
import { JOBS } from './jobs.ts';
import { LEDGER } from './ledger.ts';
import { MONEY } from './money.ts';
import { PAYMENTS } from './payments.ts';
import { PLAN } from './plan.ts';
import type { Planted } from './planted.ts';
import { RULES } from './rules.ts';
import { SCREENS } from './screens.ts';

/** All faults, each with the test that must detect it. */
export const CATALOGUE: readonly Planted[] = [
	...RULES,
	...HUB,
	...DATABASE,
	...MONEY,
	...PAYMENTS,
	...LEDGER,
	...JOBS,
	...PLAN,
	...SCREENS,
	...HEALTH
];
