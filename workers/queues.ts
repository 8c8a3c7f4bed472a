import { setTimeout as sleep } from 'node:timers/promises';
import { DelayedError, UnrecoverableError, type Job } from 'bullmq';
import type { QueueName } from '../db/plumbing/jobs.ts';
import type { Backend, BackendQueue, BackendWorker, JobData } from './backends.ts';
import { catalog, isJobName } from './catalog.ts';
import { ComeAgain } from './context.ts';
import { describeError, type JobRef } from './process.ts';

/** How many jobs of a queue this process works on at once. */
const CONCURRENCY: Record<QueueName, number> = {
	payments: 4,
	timers: 4,
	dispatch: 2,
	notices: 4,
	upkeep: 1
};
const QUEUE_NAMES = Object.keys(CONCURRENCY) as QueueName[];
const ADD_LIMIT_MS = 3000;
const PING_LIMIT_MS = 1000;
/** The pause before a worker that ended is replaced. */
const AGAIN_MS = 500;

/** A row on its way into its queue. */
export interface QueueItem {
	id: number;
	queue: QueueName;
	job: string;
}

export interface QueueActivity {
	/** Jobs that nobody has taken yet. */
	waiting: number;
	/** Jobs that this process works on. */
	running: number;
	/** Jobs that this process has taken since it started. */
	taken: number;
}

export interface Queues {
	readonly kind: Backend['kind'];
	/** Whether jobs can be added just now; never waits for more than a second. */
	isReady(): Promise<boolean>;
	/** Adds each; a row already there stays as it is. Rejects within 3 s when it cannot. */
	add(items: readonly QueueItem[]): Promise<void>;
	/** Rejects within a second when the queues do not answer. */
	activity(): Promise<Record<QueueName, QueueActivity>>;
	/** Takes jobs from now on. */
	work(process: (ref: JobRef) => Promise<unknown>): void;
	/** Takes no more, lets what runs finish within `graceMs`, and disconnects. */
	close(graceMs: number): Promise<void>;
}

export interface QueuesOptions {
	backend: Backend;
	/** For how long a job belongs to a worker that says nothing; looked at as often. */
	lockMs: number;
	/** BullMQ's own troubles; it recovers from them by itself. */
	onError: (error: Error) => void;
}

/** The five queues on whichever backend. */
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

	/** A worker that could not start stays dead, so another one is made until one runs. */
	async function keepWorking(name: QueueName, take: Take): Promise<void> {
		while (!stopping.signal.aborted) {
			// Asked again after the wait: a worker made after the end would never be closed, and BullMQ
			// spins without a pause on a pool that has ended.
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

/** The adding side. A queue whose first connection failed never recovers: a fresh one takes over. */
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
		// A job that outlived several workers comes back from Postgres as a new one.
		maxStalledCount: 3,
		// How long a worker pauses after an error of its connection.
		runRetryDelay: 500
	};
}

function addOne(queue: BackendQueue, item: QueueItem): Promise<unknown> {
	const spec = isJobName(item.job) ? catalog[item.job] : undefined;
	return queue.add(
		item.job,
		{ outbox: item.id },
		{
			// Of our own number only: BullMQ puts a colon or one of its key names to bad use.
			jobId: `outbox-${item.id}`,
			attempts: spec?.attempts ?? 1,
			backoff: { type: 'exponential', delay: spec?.backoffMs ?? 0, jitter: 0.3 },
			// Postgres remembers what is done. One that stayed here would refuse to be added again.
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
		// The queue keeps what it is told until the next attempt: a mail server quotes addresses.
		if (!(error instanceof ComeAgain)) throw new Error(describeError(error), { cause: error });
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

/** Waits for it, but not for ever, and whatever comes of it. */
async function patiently(ms: number, promise: Promise<unknown>): Promise<void> {
	await within(ms, promise).catch(() => {});
}
