import type { Page } from '@playwright/test';
import { findings } from '../support/pages/axe.ts';
import { startMailDouble, type MailDouble } from '../support/house/workers.ts';
import { startTestStack } from '../support/house/stack.ts';
import { expect, House, People, test as base } from './house.ts';
import { fits } from './scene.ts';

/** Invited by mail, signed in, disabled, and out. */

const WORDS = {
	fr: {
		badEmail: /L’adresse e-mail n’est pas valable/,
		invited: 'Bienvenue dans l’équipe',
		used: /Ce lien a déjà servi/,
		state: /Invité/,
		wrong: 'Le mot de passe actuel ne convient pas.',
		changed: /C’est changé/
	},
	en: {
		badEmail: /The e-mail address is not valid/,
		invited: 'Welcome to the team',
		used: /This link was used already/,
		state: /Invited/,
		wrong: 'The current password does not match.',
		changed: /It is changed/
	}
} as const;
const PASSWORD = 'dix-lettres-et-plus';

interface MailedHouse {
	house: House;
	mail: MailDouble;
}

const test = base.extend<object, { mailed: MailedHouse }>({
	mailed: [
		// eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
		async ({}, use) => {
			const mail = await startMailDouble();
			const stack = await startTestStack({ env: { SMTP_URL: mail.url } });
			const house = new House(stack);
			await use({ house, mail });
			await house.db.end();
			await stack.stop();
			await mail.close();
		},
		{ scope: 'worker', timeout: 60_000 }
	],
	house: [async ({ mailed }, use) => use(mailed.house), { scope: 'worker' }],
	people: async ({ browser, house }, use) => {
		const people = new People(browser, house);
		await use(people);
		await people.leave();
	}
});

const shot = async (page: Page, name: string) => {
	const folder = process.env.OFFICE_SHOTS;
	if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
};

const linkTo = (mail: MailDouble, email: string) =>
	/(\/invited\/\S+)/.exec(mail.mails.findLast(({ to }) => to === email)?.text ?? '')?.[1];

/** The manager invites a cook, by keyboard where it is the shorter way. */
async function invite(desk: Page, email: string, language: 'fr' | 'en'): Promise<void> {
	await desk.goto('/manage/gare/people');
	await expect(async () => {
		await desk.getByTestId('office-add').click();
		await expect(desk.getByTestId('office-form')).toBeVisible({ timeout: 1000 });
	}).toPass();
	await desk.locator('#role-cook').check();
	await desk.locator('#email').fill('no-address');
	await expect(desk.getByTestId('field-error')).toHaveText(WORDS[language].badEmail);
	await expect(desk.getByTestId('office-save')).toBeDisabled();
	await desk.locator('#email').fill(email);
	await desk.locator('#language').selectOption(language);
	const fact = desk.locator('[data-testid="office-fact"][data-kind="link_mailed"]');
	await expect(fact).toBeVisible();
	await shot(desk, `people-invite-${language}`);
	await desk.locator('#email').focus();
	await desk.keyboard.press('Enter');
	await expect(desk.getByTestId('office-saved')).not.toBeEmpty();
	await desk.keyboard.press('Escape');
	await expect(desk.getByTestId('office-form')).toBeHidden();
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
	await page.goto('/sign-in');
	await page.locator('#email').fill(email);
	await page.locator('#password').fill(password);
	await page.getByTestId('sign-in').click();
	await page.waitForURL(/\/kitchen\/gare/);
}

for (const language of ['fr', 'en'] as const) {
	const words = WORDS[language];

	test(`invited by mail, signed in, disabled and out (${language})`, async ({ mailed, people }) => {
		const { mail } = mailed;
		const email = `zoe.${language}@pizza.example`;
		const desk = await people.comes('manager', { language });
		await invite(desk, email, language);
		const row = desk.getByTestId('office-row').filter({ hasText: email });
		await expect(row).toContainText(words.state);
		await expect.poll(() => linkTo(mail, email)).toBeTruthy();
		const link = linkTo(mail, email) ?? '';

		// The link opens in the language of the invitation, not in that of the browser.
		const zoe = await people.comes('anybody', { language: language === 'fr' ? 'en' : 'fr' });
		await zoe.goto(link);
		await expect(zoe.locator('h1')).toHaveText(words.invited);
		await fits(zoe, 'the invitation');
		await shot(zoe, `invited-${language}`);
		expect(await findings(zoe)).toEqual([]);
		await zoe.locator('#name').fill('Zoé Martin');
		await zoe.locator('#password').fill(PASSWORD);
		await zoe.keyboard.press('Enter');
		await expect(zoe.getByTestId('invited-done')).toContainText(email);
		await zoe.goto(link);
		await expect(zoe.getByTestId('invited-gone')).toHaveText(words.used);
		await signIn(zoe, email, PASSWORD);

		await zoe.goto('/account');
		await zoe.locator('#password').fill('not-it');
		await zoe.locator('#new-password').fill(`${PASSWORD}-2`);
		await zoe.keyboard.press('Enter');
		await expect(zoe.getByTestId('field-error')).toHaveText(words.wrong);
		await zoe.locator('#password').fill(PASSWORD);
		await zoe.keyboard.press('Enter');
		await expect(zoe.getByTestId('account-saved')).toHaveText(words.changed);
		await shot(zoe, `account-${language}`);

		await desk.goto(`/manage/gare/people?q=${encodeURIComponent(email)}`);
		await expect(async () => {
			await desk.getByTestId('office-row').getByRole('button').click();
			await expect(desk.getByTestId('office-form')).toBeVisible({ timeout: 1000 });
		}).toPass();
		await shot(desk, `people-sheet-${language}`);
		expect(await findings(desk)).toEqual([]);
		await desk.getByTestId('office-archive').click();
		await expect(desk.getByTestId('office-saved')).not.toBeEmpty();

		await zoe.goto('/kitchen/gare');
		await expect(zoe).toHaveURL(/\/sign-in/);
		for (const width of [390, 1024, 1440]) {
			await desk.setViewportSize({ width, height: 900 });
			await desk.goto('/manage/gare/people');
			await fits(desk, `people at ${width} px`);
			await shot(desk, `people-${width}-${language}`);
		}
	});
}
