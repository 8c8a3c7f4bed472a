import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import * as outbox from '../../../db/plumbing/outbox.ts';
import type { Pool } from '../../../db/plumbing/pool.ts';
import { inProject } from '../../../config/paths.ts';
import { eventually, freePort } from '../../../launcher/os.ts';
import { openTravel } from '../../../travel/open.ts';
import { postgresBackend, redisBackend } from '../../../workers/backends.ts';
import type { WorkerContext } from '../../../workers/context.ts';
import { createMailer } from '../../../workers/notices/mail.ts';
import { startOutboxPump } from '../../../workers/outbox-pump.ts';
import { processJob, type Outcome, type JobRef } from '../../../workers/process.ts';
import { openQueues } from '../../../workers/queues.ts';
import { SECRET } from '../pages/orders.ts';

export const PUBLIC_URL = 'https://pizza.example';

/** The context that a worker process builds; with mail only if there is a server. */
export function aContext(pool: Pool, smtpUrl?: string): WorkerContext {
	const log = pino({ level: 'silent' });
	return {
		pool,
		log,
		crash: () => {},
		now: Date.now,
		appSecret: SECRET,
		publicUrl: PUBLIC_URL,
		gateways: new Map(),
		mailer: smtpUrl
			? createMailer({ smtpUrl, from: 'Pizza <no-reply@pizza.example>', domain: 'pizza.example' })
			: undefined,
		travel: openTravel({ config: undefined, log }),
		sealDir: undefined
	};
}

export interface LocalWorker {
	/** The outcome of every job, in order. */
	outcomes: { id: number; outcome: Outcome | 'again' }[];
	close(): Promise<void>;
}

/** A whole worker inside the test's process: pump, queues and processor, or only the first two. */
export async function startLocalWorker(
	ctx: WorkerContext,
	place: { databaseUrl: string; redisUrl: string | undefined },
	options: { isWorking?: boolean; lockMs?: number; requeueSeconds?: number } = {}
): Promise<LocalWorker> {
	const outcomes: LocalWorker['outcomes'] = [];
	const backend = place.redisUrl
		? redisBackend(
				place.redisUrl,
				() => {},
				() => {}
			)
		: await postgresBackend(place.databaseUrl, () => {});
	const queues = openQueues({ backend, lockMs: options.lockMs ?? 2000, onError: () => {} });
	const take = async (ref: JobRef) => {
		try {
			const outcome = await processJob(ctx, ref);
			outcomes.push({ id: ref.id, outcome });
		} catch (error) {
			outcomes.push({ id: ref.id, outcome: 'again' });
			throw error;
		}
	};
	if (options.isWorking ?? true) queues.work(take);
	const { pool, log, crash } = ctx;
	const { requeueSeconds = 2 } = options;
	const pump = startOutboxPump({ pool, queues, log, crash, requeueSeconds });
	return {
		outcomes,
		async close() {
			await pump.stop();
			await queues.close(5000);
			ctx.mailer?.close();
		}
	};
}

export interface WorkerProcess {
	readonly pid: number;
	/**
	 * Resolves when the worker reports that it is ready; rejects with its last output if it ends
	 * before.
	 */
	ready: Promise<void>;
	/** The signal or exit code. */
	ended: Promise<string | number>;
	lines: string[];
	kill(name: NodeJS.Signals): void;
	/** Closes the IPC channel, as if the parent process had died. */
	disconnect(): void;
	/** Graceful stop by SIGTERM. */
	stop(): Promise<string | number>;
}

const children = new Set<ChildProcess>();

/** A real worker process without a supervisor, with short timeouts. */
export function spawnWorker(env: NodeJS.ProcessEnv): WorkerProcess {
	const child = spawn(process.execPath, [inProject('workers/main.ts')], {
		cwd: inProject(),
		env: {
			...process.env,
			NODE_ENV: 'test',
			LOG_LEVEL: 'info',
			APP_SECRET: SECRET,
			PUBLIC_URL,
			LOCK_MS: '1000',
			REQUEUE_SECONDS: '1',
			...env
		},
		stdio: ['ignore', 'pipe', 'pipe', 'ipc']
	});
	children.add(child);
	const lines: string[] = [];
	for (const stream of [child.stdout, child.stderr])
		if (stream) createInterface(stream).on('line', (line) => lines.push(line));
	// Not the child's 'close' event: it is not emitted after a disconnect from our side.
	const said = [child.stdout, child.stderr].map((stream) => stream && once(stream, 'close'));
	const ended = once(child, 'exit').then(async ([code, signal]) => {
		children.delete(child);
		await Promise.all(said);
		return (signal ?? code) as string | number;
	});
	const ready = Promise.race([
		once(child, 'message').then(() => {}),
		ended.then((how) => Promise.reject(new Error(`ended by ${how}: ${lines.join('\n')}`)))
	]);
	ready.catch(() => {});
	return {
		pid: child.pid ?? 0,
		ready,
		ended,
		lines,
		kill: (name) => child.kill(name),
		disconnect: () => child.disconnect(),
		stop() {
			child.kill('SIGTERM');
			child.kill('SIGCONT');
			return ended;
		}
	};
}

/** Ends all worker processes that a test has left running. */
export async function killWorkers(): Promise<void> {
	const left = [...children];
	for (const child of left) child.kill('SIGKILL');
	await Promise.all(left.map((child) => child.exitCode ?? child.signalCode ?? once(child, 'exit')));
}

export interface ReceivedMail {
	messageId: string;
	to: string;
	text: string;
}

export interface MailDouble {
	url: string;
	/** All mails that the server accepted with 250, repetitions included. */
	mails: ReceivedMail[];
	/** Called before each mail is accepted; may wait, or throw to refuse it. */
	onMail: (mail: ReceivedMail) => Promise<void> | void;
	close(): Promise<void>;
}

/** A mail server that stores what it receives. */
export async function startMailDouble(): Promise<MailDouble> {
	const port = await freePort();
	const double: MailDouble = {
		url: `smtp://127.0.0.1:${port}`,
		mails: [],
		onMail: () => {},
		close: () => new Promise((resolve) => server.close(() => resolve()))
	};
	const onData: SMTPServerOptions['onData'] = (stream, session, done) => {
		const chunks: Buffer[] = [];
		stream.on('data', (chunk: Buffer) => chunks.push(chunk));
		stream.on(
			'end',
			() => void take(Buffer.concat(chunks).toString(), session).then(() => done(), done)
		);
	};
	async function take(
		source: string,
		session: { envelope: { rcptTo: { address: string }[] } }
	): Promise<void> {
		const mail = {
			messageId: /^Message-ID:\s+(\S+)/im.exec(source)?.[1] ?? '',
			to: session.envelope.rcptTo.map((to) => to.address).join(','),
			text: decode(source)
		};
		await double.onMail(mail);
		double.mails.push(mail);
	}
	const server = new SMTPServer({ disabledCommands: ['AUTH', 'STARTTLS'], onData });
	server.on('error', () => {});
	server.listen(port, '127.0.0.1');
	return double;
}

/** The body, from either of the two usual encodings. */
function decode(source: string): string {
	const at = source.indexOf('\r\n\r\n');
	const body = source.slice(at + 4);
	if (/^Content-Transfer-Encoding: base64/im.test(source.slice(0, at)))
		return Buffer.from(body, 'base64').toString();
	const joined = body.replaceAll('=\r\n', '');
	const bytes = joined.replace(/=([0-9A-F]{2})/g, (_all, hex: string) =>
		String.fromCharCode(Number.parseInt(hex, 16))
	);
	return Buffer.from(bytes, 'latin1').toString();
}

/** Waits until no due outbox row is left; the timeout error lists those that are. */
export async function allDone(pool: Pool, limitMs = 60_000): Promise<void> {
	const left = () =>
		pool.query(
			`select id, job, attempts, error from outbox
			where done_at is null and failed_at is null and run_at <= clock_timestamp()`
		);
	if (await eventually(async () => (await left()).rowCount === 0, limitMs, 30)) return;
	throw new Error(`not done in ${limitMs} ms: ${JSON.stringify((await left()).rows)}`);
}

/** Makes timers due now, so that no test waits for minutes. */
export async function dueNow(pool: Pool, job: string, orderId?: string): Promise<void> {
	await pool.query(
		`update outbox set run_at = clock_timestamp()
		where job = $1 and ($2::text is null or payload->>'order' = $2)`,
		[job, orderId ?? null]
	);
}

/** Sets a shop's timers in seconds, for orders placed from now on. */
export async function timersOf(
	pool: Pool,
	shop: string,
	seconds: { display?: number; remind: number; escalate: number; lapse: number }
): Promise<void> {
	await pool.query(
		`update shop set display_seconds = $2, accept_reminder_seconds = $3,
			accept_escalate_seconds = $4, accept_lapse_seconds = $5 where id = $1`,
		[shop, seconds.display ?? 900, seconds.remind, seconds.escalate, seconds.lapse]
	);
}

/** Runs all due jobs without a queue, one after another. */
export async function drain(ctx: WorkerContext): Promise<void> {
	for (;;) {
		const rows = await outbox.takeDue(ctx.pool, 50, 300);
		if (rows.length === 0) return;
		for (const { id, queue } of rows) await processJob(ctx, { id, queue, isLast: false });
	}
}
