import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { inProject } from '../../config/paths.ts';
import { visit } from '../support/house/running-house.ts';
import type { RunningHouse } from '../support/house/running-house.ts';
import { withPalette } from './palette.ts';
import type { Language, Shot } from './shots.ts';

export const FOLDER = inProject('docs/screens');
/** Screenshots of pages that did not reach the wanted state are stored here. */
const WRONG = inProject('test-results/screens');
const HEIGHTS: Record<number, number> = { 320: 640, 390: 844, 1024: 768, 1440: 900, 1920: 1080 };
const LONGEST = 2400;
/** The geolocation of all phones: the centre of the town. */
const PLACE = { latitude: 43.6071, longitude: 3.8858, accuracy: 12 };

/** One screenshot: shot, language, width. */
export interface Frame {
	shot: Shot;
	language: Language;
	width: number;
	file: string;
}

export const framesOf = (shot: Shot, languages: readonly Language[]): Frame[] =>
	languages.flatMap((language) =>
		shot.widths.map((width) => ({
			shot,
			language,
			width,
			file: `${shot.name}-${width}-${shot.state}.${language}.png`
		}))
	);

/**
 * Takes the screenshot in a new browser context; on failure, stores what the page shows elsewhere.
 */
export async function take(house: RunningHouse, browser: Browser, frame: Frame): Promise<void> {
	const { shot, language, width, file } = frame;
	const isPhone = width < 600;
	const context = await visit(browser, house, shot.who, {
		locale: language === 'fr' ? 'fr-FR' : 'en-GB',
		timezoneId: 'Europe/Paris',
		viewport: { width, height: HEIGHTS[width]! },
		hasTouch: isPhone,
		isMobile: isPhone,
		colorScheme: shot.isDark ? 'dark' : 'light',
		permissions: ['screen-wake-lock', ...(shot.isHidden ? [] : ['geolocation'])],
		...(!shot.isHidden && { geolocation: PLACE })
	});
	context.setDefaultTimeout(20_000);
	const page = await context.newPage();
	try {
		await page.goto(shot.path);
		if (shot.live) await page.locator('[data-connection="live"]').first().waitFor();
		await shot.prepare?.(page);
		// On a phone there is no hover.
		if (isPhone) await page.mouse.move(0, 0);
		await page.evaluate(() => document.fonts.ready);
		// Pictures of pizzas load after the page.
		await page.waitForTimeout(900);
		await save(page, join(FOLDER, file), await area(page, shot));
	} catch (error) {
		mkdirSync(WRONG, { recursive: true });
		await save(page, join(WRONG, file), {}).catch(() => {});
		throw error;
	} finally {
		await context.close();
	}
}

async function save(page: Page, path: string, area: object): Promise<void> {
	// Observers such as the one for elements below the edge report one frame later.
	await page.evaluate(
		() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
	);
	const picture = await page.screenshot({ animations: 'disabled', ...area });
	writeFileSync(path, withPalette(picture));
}

/** The window, or the page from its top up to a maximum length. */
async function area(page: Page, shot: Shot): Promise<object> {
	if (!shot.long) return {};
	const size = await page.evaluate(() => ({
		width: document.documentElement.clientWidth,
		height: document.documentElement.scrollHeight
	}));
	const height = Math.min(LONGEST, Math.max(size.height, HEIGHTS[size.width] ?? 0));
	return { fullPage: true, clip: { x: 0, y: 0, width: size.width, height } };
}
