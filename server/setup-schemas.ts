/** The body of a first run by its page. */

import { z } from 'zod';
import { PASSWORD_LENGTH } from '#domain/people/password.ts';
import { groupFile } from '../config/group-file.ts';

export const setupBody = z
	.strictObject({
		code: z.string().max(40).describe('As the log of the web process says it'),
		password: z
			.string()
			.min(PASSWORD_LENGTH.min)
			.max(PASSWORD_LENGTH.max)
			.describe('Of the first owner'),
		file: groupFile
	})
	.meta({ id: 'SetUp' });

export const setupAnswer = z
	.object({ shop: z.string(), email: z.string() })
	.meta({ id: 'SetUpDone' });
export const groupNameAnswer = z
	.object({ name: z.string().nullable(), isSetUp: z.boolean() })
	.meta({ id: 'GroupName' });
