import { fork } from 'node:child_process';
import type { Rehearsal } from '#domain/plan/rehearsal/rehearse.ts';
import type { JobPayloads } from '../../db/plumbing/jobs.ts';
import * as outbox from '../../db/plumbing/outbox.ts';
import { eveningOf } from '../../db/reads/rehearsal.ts';
import * as rehearsals from '../../db/tables/rehearsals.ts';
import type { Handler, WorkerContext } from '../context.ts';
import { RetryLater } from '../retry-later.ts';
import type { RehearsalInput } from './child.ts';

/** A rehearsal is stopped after so long. */
const LIMIT_MS = 120_000;
/** After the limit, the row says what became of it; a process that has ended says nothing. */
const CHECK_SECONDS = LIMIT_MS / 1000 + 10;
const ATTEMPTS = 2;
const BUSY_MS = 1000;
const HEAP_MB = 256;

/** One at a time in this process, so that a core is left for its plans. */
let isComputing = false;

/**
 * Starts a rehearsal in a process of its own and ends: its result is stored when it comes, so that no transaction and
 * no place of the queue waits for it. A later job looks whether the process has ended before, and starts it again.
 */
export const runRehearsal: Handler<JobPayloads['rehearsal.run']> = async (tx, payload, ctx) => {
	await rehearsals.lockShop(tx, payload.shop);
	const row = await rehearsals.lock(tx, payload.rehearsal);
	if (!row || row.state === 'done' || row.state === 'failed') return;
	if (row.state === 'running' && (row.runsFor ?? 0) < LIMIT_MS) return;
	if (row.attempts >= ATTEMPTS) return rehearsals.end(tx, row.id, { failure: 'interrupted' });
	if (isComputing || (await rehearsals.isBusy(tx, row)))
		throw new RetryLater(BUSY_MS, 'another rehearsal runs');
	const evening = await eveningOf(tx, row.shop, row.day);
	if (!evening) return;
	await rehearsals.start(tx, row.id);
	const key = `rehearsal-${row.id}-${row.attempts + 1}`;
	await outbox.add(tx, [{ job: 'rehearsal.run', key, payload, inSeconds: CHECK_SECONDS }]);
	return {
		async perform() {
			void computeAndStore(ctx, row.id, { evening, knobs: row.knobs });
		},
		async confirm() {},
		abandon: (other) => rehearsals.end(other, row.id, { failure: 'interrupted' })
	};
};

/** Never rejects: what could not be stored is found by the later job. */
async function computeAndStore(
	{ pool, log }: Pick<WorkerContext, 'pool' | 'log'>,
	id: string,
	input: RehearsalInput
): Promise<void> {
	isComputing = true;
	const begun = performance.now();
	try {
		const result = await inProcess(input);
		await rehearsals.end(pool, id, result ? { result } : { failure: 'too_long' });
		log.info({ rehearsal: id, ms: Math.round(performance.now() - begun) }, 'rehearsal ended');
	} catch (error) {
		log.warn({ rehearsal: id, why: (error as Error).name }, 'rehearsal failed');
		await rehearsals.end(pool, id, { failure: 'interrupted' }).catch(() => {});
	} finally {
		isComputing = false;
	}
}

/**
 * Undefined at the time limit. Rejects when the process ends without a result. A process of its own, and no thread: the
 * engine may end a process in which it compiles in several threads, and the worker's payments would end with it.
 */
async function inProcess(input: RehearsalInput): Promise<Rehearsal | undefined> {
	const child = fork(new URL('./child.ts', import.meta.url), {
		serialization: 'advanced',
		execArgv: [`--max-old-space-size=${HEAP_MB}`],
		// It needs no secret.
		env: {},
		stdio: ['ignore', 'ignore', 'inherit', 'ipc']
	});
	const ended = Promise.withResolvers<Rehearsal | undefined>();
	const limit = setTimeout(() => ended.resolve(undefined), LIMIT_MS);
	child.once('message', (result) => ended.resolve(result as Rehearsal));
	child.once('error', ended.reject);
	child.once('exit', () => ended.reject(new Error('the process ended without a result')));
	child.send(input, (error) => error && ended.reject(error));
	try {
		return await ended.promise;
	} finally {
		clearTimeout(limit);
		child.kill('SIGKILL');
	}
}
