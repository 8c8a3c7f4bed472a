import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, setPriority, totalmem } from 'node:os';

const TICKS_A_SECOND = 100;

interface Stat {
	parent: number;
	/** CPU seconds, including ended child processes. */
	cpu: number;
}

/** Null when the process has ended. */
function statOf(pid: number | 'self'): Stat | null {
	try {
		const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const fields = text
			.slice(text.lastIndexOf(')') + 2)
			.split(' ')
			.map(Number);
		const ticks = fields.slice(11, 15).reduce((sum, value) => sum + value, 0);
		return { parent: fields[1] ?? 0, cpu: ticks / TICKS_A_SECOND };
	} catch {
		return null;
	}
}

/** CPU seconds used so far by each process and its descendants. */
export function cpuOfTrees(roots: readonly number[]): number[] {
	const stats = new Map<number, Stat>();
	for (const name of readdirSync('/proc')) {
		const stat = /^\d+$/.test(name) ? statOf(Number(name)) : null;
		if (stat) stats.set(Number(name), stat);
	}
	const isUnder = (pid: number, root: number): boolean => {
		for (let at: number | undefined = pid; at; at = stats.get(at)?.parent)
			if (at === root) return true;
		return false;
	};
	return roots.map((root) =>
		[...stats].reduce((sum, [pid, stat]) => (isUnder(pid, root) ? sum + stat.cpu : sum), 0)
	);
}

/** CPU seconds used so far by the whole machine. */
export function machineCpu(): number {
	const [, user = 0, nice = 0, system = 0, , , irq = 0, soft = 0] = readFileSync(
		'/proc/stat',
		'utf8'
	)
		.slice(0, 200)
		.split(/\s+/)
		.map(Number);
	return (user + nice + system + irq + soft) / TICKS_A_SECOND;
}

/** The machine's monotonic clock in nanoseconds, equal in every process. */
export const now = (): number => Number(process.hrtime.bigint());

export const cores = availableParallelism();

/** One line about the machine, printed with the figures. */
export function describeMachine(postgres: string): string {
	const model = cpus()[0]?.model.trim() ?? 'unknown CPU';
	const memory = Math.round(totalmem() / 2 ** 30);
	return `${cores} × ${model}, ${memory} GB, Node ${process.versions.node}, PostgreSQL ${postgres}`;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export function quantile(values: readonly number[], q: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? NaN;
}

/**
 * Raises the priority of a process where permitted, so that other programs affect the figures less.
 */
export function raisePriority(pid: number): void {
	try {
		setPriority(pid, -15);
		// With Linux autogroups, priorities count only within a session, so the group's priority is
		// raised too.
		writeFileSync(`/proc/${pid}/autogroup`, '-15');
	} catch {
		// Only root may do this; without it, other programs affect the figures, and the report states
		// their share.
	}
}
