import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, setPriority, totalmem } from 'node:os';

const TICKS_A_SECOND = 100;

interface Stat {
	parent: number;
	/** Seconds, with those of children that have ended. */
	cpu: number;
}

/** Null when the process is gone. */
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

/** CPU seconds so far of each process with all that it started. */
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

/** CPU seconds that the whole machine has worked. */
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

/** Nanoseconds of the machine's monotonic clock, the same in every process. */
export const now = (): number => Number(process.hrtime.bigint());

export const cores = availableParallelism();

/** One line: what the figures were measured on. */
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

/** Before others on this machine, where we may: what is measured is not their work. */
export function putFirst(pid: number): void {
	try {
		setPriority(pid, -15);
		// Where Linux shares the CPU by session first, a priority alone counts only inside its own.
		writeFileSync(`/proc/${pid}/autogroup`, '-15');
	} catch {
		// Only root may; then the noise stays in the figures and the report says how much there was.
	}
}
