/** The first run: the name of the group for every page, and the making of the group. */

import { hashPassword } from 'better-auth/crypto';
import { done, refuse } from '#domain/wire/faults.ts';
import { planOfFile } from '../../config/group-file.ts';
import { setUp } from '../../db/commands/set-up.ts';
import type { Context } from '../context.ts';
import type { Mount } from '../routing.ts';
import { isSetupCode } from '../setup-code.ts';
import { setupBody } from '../setup-schemas.ts';

export function mountSetup(mount: Mount, { config, pool, publicReads }: Context): void {
	mount('groupName', { handle: async () => done(await publicReads.group()) });

	mount('setUp', {
		slow: true,
		body: setupBody,
		status: 201,
		guess: { limit: 'setupCode', isOne: () => true, isWrong: 'wrong_setup_code' },
		handle: async ({ body: { code, password, file } }) => {
			if ((await publicReads.group()).isSetUp) return refuse('already_set_up');
			if (!isSetupCode(config.appSecret, code)) return refuse('wrong_setup_code');
			const plan = planOfFile(file);
			const passwordHash = await hashPassword(password);
			const made = await setUp(pool, { ...plan, owner: { ...plan.owner, passwordHash } });
			if (!made.ok) return made.fault.code === 'shop_exists' ? refuse('already_set_up') : made;
			publicReads.forgetAll();
			return done({ shop: made.value, email: plan.owner.email });
		}
	});
}
