import type { Page } from '@playwright/test';
import { findingsInBoth } from '../support/pages/axe.ts';
import { aDayAgo, pastEvening } from '../support/pages/past-evening.ts';
import { expect, test } from './house.ts';
import type { House, Language } from './house.ts';
import { fits } from './scene.ts';

const PATH = '/manage/gare/rehearsal';
const DELIVERIES = 8;
/** A process beside a worker starts and computes, on a machine with other work. */
const SOON = { timeout: 60_000 };
const WORDS = {
	fr: {
		facts: /^Livreurs en service\s: 2\. Commandes non rejouées\s: 0\./,
		waits: 'la pizzeria rejoue déjà une autre soirée',
		drivers: 'Livreurs',
		tried: /^Votre essai \(Livreurs\s: −1\)\s: /,
		refused: /Il faut|doit rester|au moins un livreur/i,
		failed: /Le calcul a été interrompu\s: réessayez\./
	},
	en: {
		facts: /^Drivers on shift: 2\. Orders not replayed: 0\./,
		waits: 'another rehearsal of the shop is running',
		drivers: 'Drivers',
		tried: /^Your change \(Drivers: −1\): /,
		refused: 'At least one driver has to remain.',
		failed: 'The computation was interrupted: try again.'
	}
} as const;

test.beforeAll(async ({ house }) => {
	const ids = await pastEvening(house.db, DELIVERIES);
	await aDayAgo(house.db, ids);
});

test.beforeEach(async ({ house }) => {
	await house.db.query('delete from rehearsal');
});

/** The shop's one place is taken until the returned function is called. */
async function another(house: House): Promise<() => Promise<void>> {
	const inserted = await house.db.query<{ id: string }>(
		`insert into rehearsal (shop_id, day, inputs, knobs, state, attempts, started_at)
			values ('gare', '2001-01-01', '', '{}', 'running', 1, now()) returning id`
	);
	return async () => {
		await house.db.query('delete from rehearsal where id = $1', [inserted.rows[0]?.id]);
	};
}

const cellOf = (page: Page, measure: string) =>
	page.getByTestId(`measure-${measure}`).getByTestId('tried');
const shot = (page: Page, name: string) =>
	page.screenshot({ path: `test-results/screens/rehearsal-${name}.png`, fullPage: true });

/** By keyboard alone. */
async function tryDrivers(page: Page, label: string, value: string): Promise<void> {
	const drivers = page.getByLabel(label, { exact: true });
	await drivers.focus();
	await page.keyboard.press('Home');
	while ((await drivers.inputValue()) !== value) await page.keyboard.press('ArrowDown');
	await page.getByTestId('try').focus();
	await page.keyboard.press('Enter');
}

/** A number as the page writes it: `1 433,5` or `1,433.5`. */
const numberIn: Record<Language, (text: string) => number> = {
	fr: (text) => Number(text.replaceAll(/\s/g, '').replace(',', '.')),
	en: (text) => Number(text.replaceAll(',', ''))
};

for (const [language, width] of [
	['fr', 1440],
	['en', 390]
] as const satisfies readonly (readonly [Language, number])[]) {
	const words = WORDS[language];

	test(`a manager replays an evening, reloads, and tries a team with a driver less (${language})`, async ({
		house,
		people
	}) => {
		const free = await another(house);
		const page = await people.comes('manager', { language, viewport: { width, height: 900 } });
		await page.goto(PATH);
		await expect(page.getByTestId('rehearsal-status')).toContainText(words.waits, SOON);
		await page.reload();
		await expect(page.getByTestId('rehearsal-status')).toContainText(words.waits, SOON);
		await shot(page, `waiting-${language}`);
		await free();

		await expect(page.getByText(words.facts)).toBeVisible(SOON);
		await expect(page.getByTestId('difference')).toHaveCount(DELIVERIES);
		await expect(page.getByTestId('rehearsal-status')).toHaveText('');
		const { rowCount } = await house.db.query('select 1 from rehearsal');
		expect(rowCount, 'the reload requested no second one').toBe(1);

		await tryDrivers(page, words.drivers, '-1');
		await expect(page.getByTestId('tried-words')).toHaveText(words.tried, SOON);
		await expect(cellOf(page, 'delivered')).toHaveText(String(DELIVERIES));
		const idle = page.getByTestId('measure-idle').getByRole('cell');
		const [planned, tried] = (await idle.allTextContents()).slice(2).map(numberIn[language]);
		expect(tried).toBeLessThan(planned!);

		await tryDrivers(page, words.drivers, '-2');
		await expect(page.getByTestId('knobs').getByTestId('fault')).toContainText(words.refused);
		await expect(page.getByTestId('tried-words')).toHaveText(words.tried);

		await page.getByTestId('draw-curve').press('Enter');
		await expect(page.getByTestId('curve-point')).toHaveCount(5, SOON);
		await expect(page.getByTestId('curve-status')).toHaveText('');
		await fits(page, 'the rehearsal');
		await shot(page, language);
		expect(await findingsInBoth(page)).toEqual([]);
	});

	test(`a failed rehearsal says so and can be requested again (${language})`, async ({
		house,
		people
	}) => {
		const free = await another(house);
		const page = await people.comes('manager', { language, viewport: { width, height: 900 } });
		await page.goto(PATH);
		await expect(page.getByTestId('rehearsal-status')).toContainText(words.waits, SOON);
		await house.db.query(
			`update rehearsal set state = 'failed', failure = 'interrupted' where state = 'waiting'`
		);
		await expect(page.getByTestId('fault')).toHaveText(words.failed, SOON);
		await shot(page, `failed-${language}`);
		await page.getByTestId('fault').getByRole('button').click();
		await free();

		await page.getByTestId('again').press('Enter');

		await expect(page.getByTestId('difference')).toHaveCount(DELIVERIES, SOON);
	});
}

test('two managers who try two changes at once both get their own', async ({ people }) => {
	const pages = [await people.comes('manager'), await people.comes('manager', { language: 'en' })];
	for (const page of pages) await page.goto(PATH);
	for (const page of pages) await expect(page.getByTestId('knobs')).toBeVisible(SOON);

	await pages[0]!.getByLabel('Places au four').selectOption('2');
	await pages[1]!.getByLabel('Oven places').selectOption('-2');
	await Promise.all(pages.map((page) => page.getByTestId('try').click()));

	await expect(pages[0]!.getByTestId('tried-words')).toContainText('Places au four : +2', SOON);
	await expect(pages[1]!.getByTestId('tried-words')).toContainText('Oven places: −2', SOON);
});
