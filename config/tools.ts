/** What the commands of `db/cli` read. */
import { z } from 'zod';
import { DATABASE_URL } from './common.ts';
import { readOwnSettings } from './settings.ts';

export const toolVariables = z.object({ DATABASE_URL });

/**
 * Reads and checks the environment of a command such as `npm run setup`. On any fault it prints all of
 * them and ends the process with code 1.
 */
export function readToolConfig(command: string) {
	const env = readOwnSettings(`npm run ${command}`, toolVariables);
	return {
		databaseUrl: env.DATABASE_URL,
		/** For `setup` alone, and never kept in a file. Not trimmed: a password may begin with a space. */
		ownerPassword: process.env.OWNER_PASSWORD || undefined
	};
}
