import type { PlacedAnswer } from '#domain/wire/contract.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import * as commands from './commands.ts';
import type { Db } from './pool.ts';
import * as tracking from './tracking.ts';

/** `again`: it was placed before, and this is the first answer. */
export type Placed = { answer: PlacedAnswer; again: boolean };

/** The stored answer has no token: only its hash is kept anywhere, and it is derived again. */
export function repeat(secret: string, answer: commands.Answer): Placed {
	const order = answer.body as PlacedAnswer['order'];
	return { answer: { order, token: tracking.tokenFor(secret, order.id) }, again: true };
}

/** What this command was answered before, looked up without writing; undefined when it is new. */
export async function placedBefore(
	db: Db,
	secret: string,
	command: commands.CommandKey
): Promise<Result<Placed> | undefined> {
	const found = await commands.find(db, command);
	if (found === undefined) return undefined;
	return found === 'reused' ? refuse('key_reused') : done(repeat(secret, found));
}
