import type { Browser, BrowserContext } from '@playwright/test';

export interface FirstPaint {
	/** ms from navigation to the first byte, and to the first contentful paint. */
	firstByte: number;
	paint: number;
	/** ms to the frame after the whole document was parsed. */
	whole: number;
}

/**
 * Loads a URL with an empty cache, so many ms after its window was opened: a new window also loads
 * parts of the browser itself, for some tenths of a second.
 */
export async function firstPaint(
	open: (browser: Browser) => Promise<BrowserContext>,
	browser: Browser,
	url: string,
	settledMs: number
): Promise<FirstPaint> {
	const context = await open(browser);
	try {
		const page = await context.newPage();
		await page.addInitScript(() => {
			addEventListener('DOMContentLoaded', () =>
				requestAnimationFrame(() => setTimeout(() => performance.mark('whole')))
			);
		});
		await page.waitForTimeout(settledMs);
		await page.goto(url, { waitUntil: 'load' });
		await page.waitForFunction(() => performance.getEntriesByName('whole').length > 0);
		return await page.evaluate(
			() =>
				new Promise<FirstPaint>((resolve) => {
					const [load] = performance.getEntriesByType('navigation');
					const firstByte = (load as PerformanceNavigationTiming).responseStart;
					const whole = performance.getEntriesByName('whole')[0]!.startTime;
					new PerformanceObserver((list) => {
						for (const { name, startTime } of list.getEntries())
							if (name === 'first-contentful-paint')
								resolve({ firstByte, paint: startTime, whole });
					}).observe({ type: 'paint', buffered: true });
				})
		);
	} finally {
		await context.close();
	}
}
