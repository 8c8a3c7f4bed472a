import { DelayedError, UnrecoverableError, type Job } from 'bullmq';
import type { QueueName } from '../db/outbox.ts';
import type { Backend, BackendQueue, BackendWorker, JobData } from './backends.ts';
import { catalog, isJobName } from './catalog.ts';
import { ComeAgain } from './context.ts';
import type { Ticket } from './process.ts';

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
	work(process: (ticket: Ticket) => Promise<unknown>): void;
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
	const queues = mapNames((name) => listened(backend.openQueue(name), onError));
	const counts = mapNames(() => ({ running: 0, taken: 0 }));
	const workers: BackendWorker[] = [];

	return {
		kind: backend.kind,
		isReady: () =>
			within(1000, backend.ping()).then(
				() => true,
				() => false
			),
		async add(items) {
			const added = items.map((item) => addOne(queues[item.queue], item));
			await within(ADD_LIMIT_MS, Promise.all(added));
		},
		async activity() {
			const waiting = await within(
				1000,
				Promise.all(QUEUE_NAMES.map((name) => queues[name].getWaitingCount()))
			);
			return mapNames((name, index) => ({ waiting: waiting[index] ?? 0, ...counts[name] }));
		},
		work(process) {
			for (const name of QUEUE_NAMES) {
				const take = counted(counts[name], (job: Job<JobData>, token: string | undefined) =>
					takeJob(name, job, token, process)
				);
				const worker = listened(
					backend.openWorker(name, take, workerOptions(name, options.lockMs)),
					onError
				);
				worker.run().catch(onError);
				workers.push(worker);
			}
		},
		async close(graceMs) {
			await patiently(
				graceMs,
				Promise.all(workers.map((worker) => worker.close())).then(() =>
					Promise.all(QUEUE_NAMES.map((name) => queues[name].close()))
				)
			);
			await patiently(1000, backend.close());
		}
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
	process: (ticket: Ticket) => Promise<unknown>
): Promise<void> {
	const id = job.data.outbox;
	if (!Number.isSafeInteger(id)) throw new UnrecoverableError('not one of our jobs');
	const isLast = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
	try {
		await process({ id, queue, isLast });
	} catch (error) {
		if (!(error instanceof ComeAgain)) throw error;
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

function listened<T extends BackendQueue | BackendWorker>(
	source: T,
	onError: (error: Error) => void
): T {
	source.on('error', onError);
	return source;
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
