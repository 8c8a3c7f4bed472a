import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { inProject } from '../../launcher/config.ts';
import { openBrowser, openHouse, visit } from '../support/running-house.ts';
import type { RunningHouse } from '../support/running-house.ts';
import { fillEvening } from './evening.ts';
import { BEFORE, during } from './shots.ts';
import type { Language, Shot } from './shots.ts';

/**
 * `npm run screens [-- <words of names>] [--lang=fr]`: takes a picture of every page, empty, busy,
 * stale and in error, in French and English, into docs/screens. Runs the built application on servers
 * of its own. Ends with code 1 when a picture could not be taken.
 */
const out = inProject('docs/screens');
const LANGUAGES: readonly Language[] = ['fr', 'en'];
const HEIGHTS: Record<number, number> = { 320: 640, 390: 844, 1024: 768, 1440: 900, 1920: 1080 };
const LONGEST = 2400;
/** The middle of the town: where the customer's and the drivers' phones think they are. */
const PLACE = { latitude: 43.6071, longitude: 3.8858, accuracy: 12 };

const args = process.argv.slice(2);
const only = args.filter((arg) => !arg.startsWith('--'));
const languages = LANGUAGES.filter((language) =>
	args.every((arg) => !arg.startsWith('--lang=') || arg === `--lang=${language}`)
);
const faults: string[] = [];
const isWhole = only.length === 0 && languages.length === LANGUAGES.length;

mkdirSync(out, { recursive: true });
if (isWhole) for (const file of pictures()) rmSync(join(out, file));
const house = await openHouse({ durable: false });
// Maps draw with WebGL, which a machine without a graphics card has in software.
const browser = await openBrowser(
	'--use-gl=angle',
	'--use-angle=swiftshader',
	'--enable-unsafe-swiftshader'
);
try {
	await takeAll(BEFORE);
	const evening = await fillEvening(house);
	await takeAll(during(evening));
	evening.end();
} finally {
	await browser.close();
	await house.close();
}
const bytes = pictures().reduce((sum, file) => sum + statSync(join(out, file)).size, 0);
console.log(`${pictures().length} pictures, ${(bytes / 2 ** 20).toFixed(1)} MB, in docs/screens`);
for (const fault of faults) console.error(fault);
process.exit(faults.length > 0 ? 1 : 0);

function pictures(): string[] {
	return readdirSync(out).filter((file) => file.endsWith('.png'));
}

async function takeAll(shots: readonly Shot[]): Promise<void> {
	const wanted = shots.filter(
		({ name }) => only.length === 0 || only.some((word) => name.includes(word))
	);
	for (const shot of wanted)
		for (const language of languages)
			for (const width of shot.widths) {
				const file = `${shot.name}-${width}-${shot.state}.${language}.png`;
				try {
					await take(house, browser, shot, { language, width, file });
				} catch (error) {
					faults.push(`${file}: ${(error as Error).message.split('\n')[0]}`);
				}
			}
}

async function take(
	house: RunningHouse,
	browser: Browser,
	shot: Shot,
	{ language, width, file }: { language: Language; width: number; file: string }
): Promise<void> {
	const isPhone = width < 600;
	const context = await visit(browser, house, shot.who, {
		locale: language === 'fr' ? 'fr-FR' : 'en-GB',
		timezoneId: 'Europe/Paris',
		viewport: { width, height: HEIGHTS[width]! },
		hasTouch: isPhone,
		isMobile: isPhone,
		permissions: ['geolocation'],
		geolocation: PLACE
	});
	context.setDefaultTimeout(12_000);
	const page = await context.newPage();
	try {
		await page.goto(shot.path);
		if (shot.live) await page.locator('[data-connection="live"]').first().waitFor();
		await shot.prepare?.(page);
		await page.evaluate(() => document.fonts.ready);
		await expect(page.locator('[data-testid="map"][data-state="loading"]')).toHaveCount(0, {
			timeout: 15_000
		});
		// The pictures of pizzas come after the page.
		await page.waitForTimeout(700);
		await page.screenshot({
			path: join(out, file),
			animations: 'disabled',
			...(await frame(page, shot))
		});
		console.log(file);
	} catch (error) {
		await page.screenshot({ path: join(out, file), animations: 'disabled' }).catch(() => {});
		throw error;
	} finally {
		await context.close();
	}
}

/** The window, or the page from its top to a length that one still looks at. */
async function frame(page: Page, shot: Shot): Promise<object> {
	if (!shot.long) return {};
	const size = await page.evaluate(() => ({
		width: document.documentElement.clientWidth,
		height: document.documentElement.scrollHeight
	}));
	const height = Math.min(LONGEST, Math.max(size.height, HEIGHTS[size.width] ?? 0));
	return { fullPage: true, clip: { x: 0, y: 0, width: size.width, height } };
}
