import { HtmlValidate } from 'html-validate';
import type { Browser } from '@playwright/test';
import { fillEvening } from '../screens/evening.ts';
import { openBrowser, openHouse, visit } from '../support/house/running-house.ts';
import { basketCookies, customerPages, staffPages } from './pages.ts';
import type { ProofPage } from './pages.ts';
import { RULES } from './html-rules.ts';

/**
 * html-validate on every page, in both languages: on the HTML as served, which a browser without
 * JavaScript shows, and on the DOM after hydration.
 */
const LANGUAGES = ['fr', 'en'] as const;
const validator = new HtmlValidate(RULES);
const only = process.argv.slice(2);
const found = new Map<string, Set<string>>();
let documents = 0;

const house = await openHouse({ durable: false });
const browser = await openBrowser();
const evening = await fillEvening(house);
try {
	const pages = [...customerPages(evening), ...staffPages(evening)];
	const asked = pages.filter(({ path }) => only.length === 0 || only.includes(path));
	for (const language of LANGUAGES) for (const page of asked) await judge(browser, page, language);
} finally {
	evening.end();
	await browser.close();
	await house.close();
}
for (const [fault, where] of found) console.log(`${fault}\n    ${[...where].join('\n    ')}`);
console.log(`${documents} documents, ${found.size} different errors`);
process.exitCode = found.size === 0 && documents > 0 ? 0 : 1;

async function judge(from: Browser, page: ProofPage, language: string): Promise<void> {
	const context = await visit(from, house, page.who, { locale: language });
	await context.addCookies(basketCookies(page, house.url));
	const cookies = await context.cookies();
	const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
	const answer = await fetch(`${house.url}${page.path}`, {
		headers: { cookie, 'accept-language': language }
	});
	await look(await answer.text(), `${page.path} (${language}, as sent)`);

	const tab = await context.newPage();
	await tab.goto(page.path, { waitUntil: 'load' });
	await tab
		.locator(page.ready ?? '[data-testid="screen"]')
		.first()
		.waitFor();
	await look(await tab.content(), `${page.path} (${language}, running)`);
	await context.close();
}

async function look(html: string, where: string): Promise<void> {
	documents += 1;
	const report = await validator.validateString(html);
	for (const { messages } of report.results)
		for (const { ruleId, message, selector, severity } of messages) {
			if (severity < 2 || isAnsweredLive(ruleId, where)) continue;
			const fault = `${ruleId}: ${message}`;
			const places = found.get(fault) ?? new Set();
			found.set(fault, places.add(`${where} ${selector ?? ''}`));
		}
}

/**
 * The menu's search button exists only without JavaScript; with it, results appear while typing.
 */
function isAnsweredLive(rule: string, where: string): boolean {
	return rule === 'wcag/h32' && where.endsWith('running)');
}
