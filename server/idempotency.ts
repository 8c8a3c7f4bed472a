import type { Fault } from '#domain/wire/faults.ts';
import * as commands from '../db/commands.ts';
import type { Pool } from '../db/pool.ts';
import { together, type Actor } from '../db/transact.ts';

/**
 * Runs a command once for its key and gives the first answer to every repetition. Key, effect
 * and answer are one transaction: a repetition that comes while the first still runs waits for it,
 * and if the first died without an answer, nothing of it has happened. `run` does nothing but SQL.
 */
export async function once(
	pool: Pool,
	actor: Actor,
	key: commands.CommandKey,
	run: () => Promise<commands.Answer>
): Promise<commands.Answer | { fault: Fault }> {
	return together(pool, actor, async (tx) => {
		const claimed = await commands.claim(tx, key);
		if (claimed.kind === 'reused') return { fault: { code: 'key_reused' } };
		if (claimed.kind === 'again') return claimed.answer;
		const answer = await run();
		await commands.settle(tx, key, answer);
		return answer;
	});
}
