import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '#domain/faults.ts';
import * as commands from '../db/commands.ts';
import type { Pool } from '../db/pool.ts';
import { transact, type Actor } from '../db/transact.ts';

const WAIT_MS = 3000;
const POLL_MS = 25;

/**
 * Runs a command once for its key and gives the first answer to whoever repeats it. A repetition
 * that comes while the first still runs waits for it; if the first died without an answer, the
 * command runs again, which is safe since every command is guarded by the order's own state.
 */
export async function once(
	pool: Pool,
	actor: Actor,
	key: commands.CommandKey,
	run: () => Promise<commands.Answer>
): Promise<commands.Answer | { fault: Fault }> {
	const deadline = performance.now() + WAIT_MS;
	for (;;) {
		const claimed = await transact(pool, actor, (tx) => commands.claim(tx, key));
		if (claimed.kind === 'reused') return { fault: { code: 'key_reused' } };
		if (claimed.kind === 'again' && claimed.answer.status !== 0) return claimed.answer;
		if (claimed.kind === 'first' || performance.now() > deadline) break;
		await sleep(POLL_MS);
	}
	const answer = await run();
	await transact(pool, actor, (tx) => commands.settle(tx, key, answer));
	return answer;
}
