import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { inProject } from '../config/paths.ts';
import { startProgram } from './program.ts';
import type { Program } from './program.ts';

export type { Program } from './program.ts';

export interface StackOptions {
	databaseUrl: string;
	/** Undefined: the queues run on the database. */
	redisUrl?: string | undefined;
	/** One web process for each port. */
	ports: number[];
	/** How many worker processes. */
	workers: number;
	/** All other variables of the processes. */
	env: NodeJS.ProcessEnv;
	onLine?: (name: string, line: string) => void;
	/** A process that gives no answer for so many ms is replaced. Default: never. */
	silenceMs?: number;
}

export interface Stack {
	webs: Program[];
	workers: Program[];
	/** The addresses of the web processes. */
	urls: string[];
	/** Resolves when all are up; rejects with the last log lines of the first that failed. */
	ready(): Promise<void>;
	/** Stops the web processes first, then the workers. */
	stop(): Promise<void>;
	/** SIGKILL to all, without a restart. */
	force(): void;
}

/** Starts and supervises our processes, web and workers, on a database that is ready. */
export function startStack(options: StackOptions): Stack {
	const { ports } = options;
	const webs = ports.map((port, index) =>
		startProgram({
			name: nameOf('web', index),
			script: inProject('server/main.ts'),
			env: environment(options, { PORT: String(port) }),
			onLine: options.onLine,
			silenceMs: options.silenceMs,
			ask: (abort) => askForHealth(options.env.HOST, port, abort)
		})
	);
	const workers = Array.from({ length: options.workers }, (_, index) =>
		startProgram({
			name: nameOf('worker', index),
			script: inProject('workers/main.ts'),
			env: environment(options, {}),
			onLine: options.onLine,
			silenceMs: options.silenceMs
		})
	);
	return {
		webs,
		workers,
		urls: ports.map((port) => `http://localhost:${port}`),
		async ready() {
			await Promise.all([...webs, ...workers].map((program) => program.ready()));
		},
		async stop() {
			await Promise.all(webs.map((program) => program.stop()));
			await Promise.all(workers.map((program) => program.stop()));
		},
		force() {
			for (const program of [...webs, ...workers]) {
				void program.stop();
				program.kill();
			}
		}
	};
}

/** Uses `http.get`, which has no time limit: the caller would take the error of a time-out for an answer. */
async function askForHealth(
	host: string | undefined,
	port: number,
	signal: AbortSignal
): Promise<void> {
	const isEverywhere = !host || host === '0.0.0.0' || host === '::';
	const asked = get({
		host: isEverywhere ? '127.0.0.1' : host,
		port,
		path: '/healthz',
		agent: false,
		signal
	});
	asked.on('error', () => {});
	const [answer] = (await once(asked, 'response')) as [IncomingMessage];
	answer.on('error', () => {});
	answer.destroy();
}

function nameOf(kind: string, index: number): string {
	return index === 0 ? kind : `${kind} ${index + 1}`;
}

function environment(options: StackOptions, own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const { databaseUrl, redisUrl, env } = options;
	return { ...env, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, ...own };
}
