import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { raisePriority } from './machine.ts';

/**
 * A child process running a program of this folder; request and response by messages, one at a
 * time.
 */
export interface Child {
	pid: number;
	receive<Answer>(): Promise<Answer>;
	ask<Answer>(message: object): Promise<Answer>;
	stop(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
	for (const child of running) child.kill('SIGKILL');
});

export function start(program: string, env: Record<string, string>, args: string[] = []): Child {
	const child = fork(fileURLToPath(new URL(`${program}.ts`, import.meta.url)), {
		env: { ...process.env, ...env },
		execArgv: args,
		serialization: 'advanced'
	});
	running.add(child);
	if (child.pid) raisePriority(child.pid);
	let isStopping = false;
	const ended = once(child, 'exit');
	const gone = ended.then(([code, signal]) => {
		running.delete(child);
		if (!isStopping) throw new Error(`${program} ended with ${String(code ?? signal)}`);
		return new Promise<never>(() => {});
	});
	gone.catch(() => {});
	const receive = async <Answer>(): Promise<Answer> => {
		const [answer] = (await Promise.race([once(child, 'message'), gone])) as [Answer];
		return answer;
	};
	return {
		pid: child.pid ?? 0,
		receive,
		ask: (message) => {
			const answer = receive<never>();
			child.send(message);
			return answer;
		},
		stop: async () => {
			isStopping = true;
			child.kill();
			await ended;
		}
	};
}
