import type { Browser, BrowserContext } from '@playwright/test';

export interface FirstPaint {
	/** Milliseconds from the navigation to the first content on the screen, and to the first byte. */
	paint: number;
	firstByte: number;
}

/** A new window also loads parts of the browser itself, for a few tenths of a second. */
const WINDOW_OPENS_MS = 700;

/** Loads the address in a browser that has never seen it. */
export async function firstPaint(
	open: (browser: Browser) => Promise<BrowserContext>,
	browser: Browser,
	url: string
): Promise<FirstPaint> {
	const context = await open(browser);
	try {
		const page = await context.newPage();
		await page.waitForTimeout(WINDOW_OPENS_MS);
		await page.goto(url, { waitUntil: 'load' });
		return await page.evaluate(
			() =>
				new Promise<FirstPaint>((resolve) => {
					const [load] = performance.getEntriesByType('navigation');
					const firstByte = (load as PerformanceNavigationTiming).responseStart;
					new PerformanceObserver((list) => {
						for (const { name, startTime } of list.getEntries())
							if (name === 'first-contentful-paint') resolve({ paint: startTime, firstByte });
					}).observe({ type: 'paint', buffered: true });
				})
		);
	} finally {
		await context.close();
	}
}
