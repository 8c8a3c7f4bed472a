import { localTime } from '#domain/time/hours.ts';
import { findings } from '../support/pages/axe.ts';
import { expect, test, type House, type Language } from './house.ts';
import { fits } from './scene.ts';

const WORDS = {
	fr: { reason: 'Travaux', closed: /: fermé \(Travaux\)/, taken: 'déjà des horaires particuliers' },
	en: { reason: 'Works', closed: /: closed \(Works\)/, taken: 'has special hours already' }
} as const;

const DAY = 24 * 3_600_000;

function dayIn(days: number): string {
	const { year, month, day } = localTime(Date.now() + days * DAY, 'Europe/Paris');
	return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

/** Whatever the test did: the other tests need the shop open. */
async function withoutTraces(house: House, work: () => Promise<void>): Promise<void> {
	await house.db.query('delete from holiday');
	try {
		await work();
	} finally {
		await house.db.query('delete from holiday');
	}
}

for (const language of ['fr', 'en'] as const satisfies Language[]) {
	const words = WORDS[language];

	test(`a manager closes the shop for days, customers read why, and it is taken back, in ${language}`, async ({
		house,
		people
	}) => {
		const page = await people.comes('manager', { language });
		const customer = await people.comes('anybody', { language });
		await withoutTraces(house, async () => {
			await page.goto('/manage/gare/holidays');
			await expect(async () => {
				await page.getByTestId('office-add').press('Enter');
				await expect(page.getByTestId('office-form')).toBeVisible({ timeout: 1000 });
			}).toPass();
			await page.locator('#from').fill(dayIn(-1));
			await page.locator('#to').fill(dayIn(1));
			await page.locator('#hours').fill('midi');
			await expect(page.getByTestId('field-error')).toBeVisible();
			await expect(page.getByTestId('office-save')).toBeDisabled();
			await page.locator('#hours').fill('');
			await page.locator('#reason-fr').fill('Travaux');
			await page.locator('#reason-en').fill('Works');
			await page.getByTestId('office-effect').waitFor();
			expect(await findings(page)).toEqual([]);
			await page.locator('#reason-en').press('Enter');
			await expect(page.getByTestId('office-saved')).not.toBeEmpty();
			await page.keyboard.press('Escape');
			await expect(page.getByTestId('office-row')).toContainText(words.reason);

			await customer.goto('/gare');
			await expect(customer.getByTestId('holiday')).toHaveText(words.closed);
			await expect(customer.getByTestId('shop-closed')).toBeVisible();
			await fits(customer, 'menu of a closed shop');

			await page.getByTestId('office-row').getByRole('button').press('Enter');
			await page.getByTestId('office-archive').click();
			await expect(page.getByTestId('office-saved')).not.toBeEmpty();
			await page.keyboard.press('Escape');
			await expect(page.getByTestId('office-row')).toBeHidden();
			await customer.reload();
			await expect(customer.getByTestId('holiday')).toBeHidden();
			await expect(customer.getByTestId('shop-closed')).toBeHidden();
		});
	});

	test(`days that are taken are refused in words, and what is typed stays, in ${language}`, async ({
		house,
		people
	}) => {
		const page = await people.comes('manager', { language });
		await withoutTraces(house, async () => {
			await house.db.query(
				`insert into holiday (shop_id, from_day, to_day, hours, reason)
					values ('gare', $1, $1, '[]', '{"fr": "", "en": ""}')`,
				[dayIn(30)]
			);
			await page.goto('/manage/gare/holidays');
			await expect(async () => {
				await page.getByTestId('office-add').click();
				await expect(page.getByTestId('office-form')).toBeVisible({ timeout: 1000 });
			}).toPass();
			await page.locator('#from').fill(dayIn(29));
			await page.locator('#to').fill(dayIn(31));
			await expect(page.getByTestId('field-error')).toContainText(words.taken);
			await expect(page.locator('#to')).toHaveValue(dayIn(31));
			await page.locator('#to').fill(dayIn(29));
			await page.getByTestId('office-effect').waitFor();
			for (const width of [390, 1440]) {
				await page.setViewportSize({ width, height: 900 });
				await fits(page, `sheet of closed days at ${width} px`);
			}
		});
	});
}
