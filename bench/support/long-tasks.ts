import type { Page } from '@playwright/test';

/** Limit of a long task in ms, as in the Long Tasks API. */
export const LONG_MS = 50;

/** A long task of a page's main thread. */
export interface LongTask {
	/** Wall-clock time, ms. */
	wall: number;
	/** CPU time, ms; the rest of the time the task was waiting for a core. */
	ran: number;
}

interface TraceEvent {
	name: string;
	ph: string;
	pid: number;
	tid: number;
	/** Wall-clock and CPU time in microseconds. */
	dur?: number;
	tdur?: number;
	args?: { name?: string };
}

/**
 * The page's long tasks while `work` runs, from the browser's trace, which has the CPU time per
 * thread.
 */
export async function longTasksDuring<T>(
	page: Page,
	work: () => Promise<T>
): Promise<{ done: T; long: LongTask[] }> {
	const browser = page.context().browser();
	if (!browser) throw new Error('The page belongs to no browser that could trace it');
	await browser.startTracing(page, { categories: ['toplevel'] });
	const done = await work();
	const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
		traceEvents: TraceEvent[];
	};
	return { done, long: longOf(traceEvents) };
}

function longOf(events: TraceEvent[]): LongTask[] {
	const place = ({ pid, tid }: TraceEvent) => `${pid}:${tid}`;
	const mains = new Set(
		events
			.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
			.map(place)
	);
	const tasks = events.filter(
		(event) => event.name === 'ThreadControllerImpl::RunTask' && mains.has(place(event))
	);
	if (tasks.length === 0) throw new Error('The trace holds no task of a page');
	return tasks
		.map(({ dur = 0, tdur = 0 }) => ({ wall: dur / 1000, ran: tdur / 1000 }))
		.filter(({ wall }) => wall > LONG_MS);
}
