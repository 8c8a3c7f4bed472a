import { setTimeout as sleep } from 'node:timers/promises';
import { DelayedError, UnrecoverableError, type Job } from 'bullmq';
import type { QueueName } from '../db/plumbing/jobs.ts';
import type { Backend, BackendQueue, BackendWorker, JobData } from './backends.ts';
import { catalog, isJobName } from './catalog.ts';
import { RetryLater } from './retry-later.ts';
import { describeError, type JobRef } from './process.ts';

/** How many jobs of a queue this process works on at once. */
export const CONCURRENCY: Record<QueueName, number> = {
	payments: 4,
	timers: 4,
	dispatch: 2,
	notices: 4,
	upkeep: 1
};
const QUEUE_NAMES = Object.keys(CONCURRENCY) as QueueName[];
const ADD_LIMIT_MS = 3000;
const PING_LIMIT_MS = 1000;
/** Pause before a BullMQ worker that ended is replaced. */
const AGAIN_MS = 500;

/** An outbox row to be queued. */
export interface QueueItem {
	id: number;
	queue: QueueName;
	job: string;
	/** Its place among the jobs of its shop that wait together: no shop's second goes before another's first. */
	turn?: number;
}

export interface QueueActivity {
	/** Jobs that no worker has taken yet. */
	waiting: number;
	/** Jobs that run in this process. */
	running: number;
	/** Jobs that this process has taken since it started. */
	taken: number;
}

export interface Queues {
	readonly kind: Backend['kind'];
	/** Whether jobs can be added now. Answers within a second. */
	isReady(): Promise<boolean>;
	/** Adds each row; one that is queued already stays unchanged. Rejects within 3 s if it cannot. */
	add(items: readonly QueueItem[]): Promise<void>;
	/** Rejects within a second when the queues do not answer. */
	activity(): Promise<Record<QueueName, QueueActivity>>;
	/** Starts to take jobs. */
	work(process: (ref: JobRef) => Promise<unknown>): void;
	/** Takes no more jobs, gives running ones `graceMs` to finish, and disconnects. */
	close(graceMs: number): Promise<void>;
}

export interface QueuesOptions {
	backend: Backend;
	/** How long a job belongs to a worker that does not renew its lock; also the interval of that check. */
	lockMs: number;
	/** Errors of BullMQ's connections, from which it recovers. */
	onError: (error: Error) => void;
}

/** The five queues on a backend. */
export function openQueues(options: QueuesOptions): Queues {
	const { backend, onError } = options;
	const counts = mapNames(() => ({ running: 0, taken: 0 }));
	const producers = createProducers(backend, onError);
	const stopping = new AbortController();
	const workers = new Map<QueueName, BackendWorker>();
	const isReady = () =>
		within(PING_LIMIT_MS, backend.ping()).then(
			() => true,
			() => false
		);

	/** A BullMQ worker that could not start does not recover: replace it until one runs. */
	async function keepWorking(name: QueueName, take: Take): Promise<void> {
		while (!stopping.signal.aborted) {
			// Check again after the pause: a worker made after the end would never be closed, and on an ended
			// pool BullMQ loops without a pause.
			if ((await isReady()) && !stopping.signal.aborted) {
				const worker = backend.openWorker(name, take, workerOptions(name, options.lockMs));
				worker.on('error', onError);
				workers.set(name, worker);
				await worker.run().catch(onError);
				if (!stopping.signal.aborted) void worker.close(true).catch(onError);
			}
			await sleep(AGAIN_MS, undefined, { signal: stopping.signal }).catch(() => {});
		}
	}

	return {
		kind: backend.kind,
		isReady,
		add: (items) => producers.add(items),
		async activity() {
			const waiting = await within(
				PING_LIMIT_MS,
				Promise.all(QUEUE_NAMES.map((name) => producers.waiting(name)))
			);
			return mapNames((name, index) => ({ waiting: waiting[index] ?? 0, ...counts[name] }));
		},
		work(process) {
			for (const name of QUEUE_NAMES) {
				const take = counted(counts[name], (job: Job<JobData>, token: string | undefined) =>
					takeJob(name, job, token, process)
				);
				void keepWorking(name, take);
			}
		},
		async close(graceMs) {
			stopping.abort();
			const closing = [...workers.values()].map((worker) => worker.close());
			await patiently(graceMs, Promise.all(closing));
			await patiently(1000, producers.close());
			await patiently(1000, backend.close());
		}
	};
}

type Take = (job: Job<JobData>, token: string | undefined) => Promise<void>;

/** Adds jobs. A BullMQ queue whose first connection failed never recovers and is replaced. */
function createProducers(backend: Backend, onError: (error: Error) => void) {
	const open = new Map<QueueName, BackendQueue>();

	function queueOf(name: QueueName): BackendQueue {
		const known = open.get(name);
		if (known) return known;
		const queue = backend.openQueue(name);
		queue.on('error', onError);
		open.set(name, queue);
		return queue;
	}

	function discard(name: QueueName): void {
		void open.get(name)?.close().catch(onError);
		open.delete(name);
	}

	return {
		async add(items: readonly QueueItem[]): Promise<void> {
			try {
				const added = items.map((item) => addOne(queueOf(item.queue), item));
				await within(ADD_LIMIT_MS, Promise.all(added));
			} catch (error) {
				for (const name of new Set(items.map((item) => item.queue))) discard(name);
				throw error;
			}
		},
		waiting: (name: QueueName) => queueOf(name).getWaitingCount(),
		close: () => Promise.all([...open.values()].map((queue) => queue.close()))
	};
}

function workerOptions(name: QueueName, lockMs: number) {
	return {
		autorun: false,
		concurrency: CONCURRENCY[name],
		lockDuration: lockMs,
		stalledInterval: lockMs,
		// A job whose workers crashed is queued again from Postgres, as a new job.
		maxStalledCount: 3,
		// Pause of a worker after an error of its connection.
		runRetryDelay: 500
	};
}

function addOne(queue: BackendQueue, item: QueueItem): Promise<unknown> {
	const spec = isJobName(item.job) ? catalog[item.job] : undefined;
	return queue.add(
		item.job,
		{ outbox: item.id },
		{
			// Only digits: a colon or one of BullMQ's key names in an id has side effects.
			jobId: `outbox-${item.id}`,
			attempts: spec?.attempts ?? 1,
			backoff: { type: 'exponential', delay: spec?.backoffMs ?? 0, jitter: 0.3 },
			// Postgres knows what is done. A job that stayed in the queue could not be added again.
			...(item.turn !== undefined && { priority: item.turn }),
			removeOnComplete: true,
			removeOnFail: true
		}
	);
}

async function takeJob(
	queue: QueueName,
	job: Job<JobData>,
	token: string | undefined,
	process: (ref: JobRef) => Promise<unknown>
): Promise<void> {
	const id = job.data.outbox;
	if (!Number.isSafeInteger(id)) throw new UnrecoverableError('not one of our jobs');
	const isLast = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
	try {
		await process({ id, queue, isLast });
	} catch (error) {
		// The queue stores the error until the next attempt, and a mail server's error may contain an address.
		if (!(error instanceof RetryLater)) throw new Error(describeError(error), { cause: error });
		await job.moveToDelayed(Date.now() + error.afterMs, token);
		throw new DelayedError();
	}
}

function counted<Args extends unknown[]>(
	counts: { running: number; taken: number },
	work: (...args: Args) => Promise<void>
): (...args: Args) => Promise<void> {
	return async (...args) => {
		counts.taken += 1;
		counts.running += 1;
		try {
			await work(...args);
		} finally {
			counts.running -= 1;
		}
	};
}

function mapNames<T>(make: (name: QueueName, index: number) => T): Record<QueueName, T> {
	return Object.fromEntries(QUEUE_NAMES.map((name, index) => [name, make(name, index)])) as Record<
		QueueName,
		T
	>;
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Error('the queues do not answer')), ms);
	});
	promise.catch(() => {});
	return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Waits for the end of the work, at most so long, and ignores its result. */
async function patiently(ms: number, promise: Promise<unknown>): Promise<void> {
	await within(ms, promise).catch(() => {});
}
