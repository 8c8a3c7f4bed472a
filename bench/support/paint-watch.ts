import type { Page } from '@playwright/test';

/** A painted version of an order: `id`, `version`, and the time in ms of the page's clock. */
export interface Sighting {
	id: string;
	version: number;
	at: number;
}

interface Watch {
	seen: Sighting[];
}
declare const window: { benchWatch: Watch };

/**
 * Injects an observer into the page. A change counts as painted in the first task after the frame
 * whose DOM had it: the animation-frame callback starts the frame, and a message posted there is
 * handled after style, layout and paint.
 */
export async function watch(page: Page): Promise<void> {
	await page.evaluate(() => {
		const watch: Watch = { seen: [] };
		window.benchWatch = watch;
		const known = new Set<string>();
		let waiting: { id: string; version: number }[] = [];

		function look(node: Node): void {
			if (!(node instanceof HTMLElement)) return;
			const { orderId: id, version } = node.dataset;
			if (!id || !version || known.has(`${id}:${version}`)) return;
			known.add(`${id}:${version}`);
			if (waiting.push({ id, version: Number(version) }) === 1) afterTheFrame(note);
		}
		function note(): void {
			const at = performance.timeOrigin + performance.now();
			for (const one of waiting) watch.seen.push({ ...one, at });
			waiting = [];
		}
		function afterTheFrame(run: () => void): void {
			requestAnimationFrame(() => {
				const { port1, port2 } = new MessageChannel();
				port1.onmessage = run;
				port2.postMessage(0);
			});
		}

		const MARKED = '[data-order-id][data-version]';
		for (const node of document.querySelectorAll(MARKED)) look(node);
		new MutationObserver((records) => {
			for (const { target, addedNodes } of records) {
				look(target);
				for (const node of addedNodes) {
					look(node);
					if (node instanceof HTMLElement)
						for (const inner of node.querySelectorAll(MARKED)) look(inner);
				}
			}
		}).observe(document, {
			subtree: true,
			childList: true,
			attributes: true,
			attributeFilter: ['data-version', 'data-order-id']
		});
	});
}

/** Clears the record. */
export const begin = (page: Page): Promise<void> =>
	page.evaluate(() => {
		window.benchWatch.seen = [];
	});

export const collect = (page: Page): Promise<Sighting[]> =>
	page.evaluate(() => window.benchWatch.seen);

export const now = (): number => performance.timeOrigin + performance.now();

/**
 * Offset from the page's clock to ours, in ms. Both clocks are monotonic with their own origin, of
 * which each side reports the wall-clock time; the shortest of many round trips limits the error to
 * half its length.
 */
export async function clockOffset(page: Page): Promise<{ ms: number; within: number }> {
	let best = { ms: 0, within: Infinity };
	for (let i = 0; i < 100; i++) {
		const before = now();
		const there = await page.evaluate(() => performance.timeOrigin + performance.now());
		const after = now();
		const within = (after - before) / 2;
		if (within < best.within) best = { ms: before + within - there, within };
	}
	return best;
}
