import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { on } from 'node:events';
import { createInterface } from 'node:readline';
import { eventually, signal } from './os.ts';
import { root } from '../config/paths.ts';
import { watchSilence } from './silence.ts';

const backoffMs = { first: 200, longest: 5000 };
const graceMs = 15_000;

/** Limits the heap: after many connections at once, 90 MB would stay allocated (docs/benchmarks.md). */
const SMALL_NURSERY = '--max-semi-space-size=16';

export interface ProgramOptions {
	name: string;
	/** A TypeScript file, run by the same Node. It sends `{ready: true}` when it is up. */
	script: string;
	args?: string[];
	env: NodeJS.ProcessEnv;
	/** Receives every line that it prints. */
	onLine?: (name: string, line: string) => void;
	/** A process that is up and gives no answer for so many ms is killed, and restarted. */
	silenceMs?: number;
	/** The health check. Default: a message over the IPC channel. */
	ask?: (abort: AbortSignal) => Promise<void>;
}

/** One of our processes, restarted whenever it exits, until it is stopped. */
export interface Program {
	readonly name: string;
	/** Undefined while it is down. */
	readonly pid: number | undefined;
	/** Resolves as soon as the process is up; rejects with its last log lines if it exits before that. */
	ready(): Promise<void>;
	/** Sends it a signal, SIGKILL by default; it is then restarted. */
	kill(name?: NodeJS.Signals): void;
	/** Ends it without a restart: SIGTERM, and after 15 s SIGKILL. */
	stop(): Promise<void>;
	/** Starts a stopped one again. */
	start(): void;
}

/** Starts one of our processes and keeps it running. */
export function startProgram(options: ProgramOptions): Program {
	let current: Spawned | undefined;
	let isWanted = true;
	let failures = 0;
	let again: NodeJS.Timeout | undefined;
	let lastLines = '';
	let hasBeenUp = false;

	function begin(): void {
		isWanted = true;
		current = spawnChild(options, (lines) => {
			failures = current?.wasReady ? 0 : failures + 1;
			hasBeenUp ||= current?.wasReady ?? false;
			lastLines = lines;
			current = undefined;
			if (!isWanted) return;
			again = setTimeout(begin, Math.min(backoffMs.first * 2 ** failures, backoffMs.longest));
		});
	}

	begin();
	return {
		name: options.name,
		get pid() {
			return current?.child.pid;
		},
		async ready() {
			const settled = () => current?.isReady || (!hasBeenUp && failures > 0);
			await eventually(settled, 60_000);
			if (!current?.isReady)
				throw new Error(`The ${options.name} process did not start.\n${lastLines}`);
		},
		kill(name = 'SIGKILL') {
			if (!current?.child.pid) return;
			if (!['SIGSTOP', 'SIGCONT'].includes(name)) current.isReady = false;
			signal(current.child.pid, name);
		},
		async stop() {
			isWanted = false;
			clearTimeout(again);
			if (current?.child.pid) await endInOrder(current.child.pid, () => current === undefined);
		},
		start() {
			if (!isWanted) begin();
		}
	};
}

interface Spawned {
	child: ChildProcess;
	isReady: boolean;
	wasReady: boolean;
}

/**
 * Detached: a Ctrl-C must reach only the launcher, which closes one process after the other. When the
 * launcher dies, the IPC channel is disconnected, and the process ends itself.
 */
function spawnChild(options: ProgramOptions, onEnd: (lastLines: string) => void): Spawned {
	const child = spawn(process.execPath, [SMALL_NURSERY, options.script, ...(options.args ?? [])], {
		cwd: root,
		env: options.env,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe', 'ipc']
	});
	const current: Spawned = { child, isReady: false, wasReady: false };
	const lines: string[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		if (!stream) continue;
		createInterface(stream).on('line', (line) => {
			lines.push(line);
			if (lines.length > 20) lines.shift();
			options.onLine?.(options.name, line);
		});
	}
	let watch: { stop(): void } | undefined;
	child.on('message', (message: { ready?: boolean }) => {
		if (message.ready !== true) return;
		current.isReady = current.wasReady = true;
		watch ??= watchChild(options, child);
	});
	child.once('error', (error) => lines.push(error.message));
	child.once('exit', () => watch?.stop());
	child.once('close', () => onEnd(lines.join('\n')));
	return current;
}

function watchChild(
	{ name, silenceMs = 0, ask, onLine }: ProgramOptions,
	child: ChildProcess
): { stop(): void } | undefined {
	if (silenceMs <= 0) return undefined;
	return watchSilence({
		limitMs: silenceMs,
		ask: ask ?? ((abort) => askOverChannel(child, abort)),
		onSilent() {
			onLine?.(name, `has answered nothing for ${silenceMs / 1000} s; it is started again`);
			if (child.pid) signal(child.pid, 'SIGKILL');
		}
	});
}

/** Our processes answer `{ask: true}` with `{answer: true}` from their event loop. */
async function askOverChannel(child: ChildProcess, abort: AbortSignal): Promise<void> {
	if (!child.connected) return;
	child.send({ ask: true }, () => {});
	for await (const [message] of on(child, 'message', { signal: abort }))
		if ((message as { answer?: boolean }).answer === true) return;
}

async function endInOrder(pid: number, isGone: () => boolean): Promise<void> {
	signal(pid, 'SIGTERM');
	signal(pid, 'SIGCONT');
	if (await eventually(isGone, graceMs)) return;
	signal(pid, 'SIGKILL');
	await eventually(isGone, graceMs);
}
