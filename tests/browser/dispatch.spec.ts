import { expect, test } from './house.ts';
import type { House, Language } from './house.ts';
import { fits } from './scene.ts';

const WORDS = {
	fr: {
		suggest: 'Proposée',
		sentence: 'Le plan propose chaque course à son livreur, qui l’accepte ou la décline.',
		give: /^Confier à /,
		before: /min avant sa promesse$/,
		stops: /^Tournée d’environ \d+ min, retour compris$/,
		far: 'Trop loin',
		declined: /a décliné .*: Trop loin$/
	},
	en: {
		suggest: 'Suggested',
		sentence: 'The plan offers each run to its driver, who accepts or declines it.',
		give: /^Give to /,
		before: /min before its promise$/,
		stops: /^About \d+ min in all, with the way back$/,
		far: 'Too far',
		declined: /declined .*: Too far$/
	}
} as const;

async function twoBoxed(house: House): Promise<string[]> {
	const ids: string[] = [];
	for (let bags = 0; bags < 2; bags++) {
		const { order } = await house.place();
		await house.act('cook', order.id, 'accept', 'start', 'bake', 'box');
		ids.push(order.id);
	}
	return ids;
}

for (const language of ['fr', 'en'] as const satisfies readonly Language[]) {
	const words = WORDS[language];

	test(`a suggested run of two orders is given out with one tap (${language})`, async ({
		house,
		people
	}) => {
		const driver = await house.startShift();
		const ids = await twoBoxed(house);
		const desk = await people.comes('manager', {
			language,
			viewport: { width: 1440, height: 900 }
		});
		await desk.goto('/manage/gare');
		await expect(desk.getByTestId('dispatch-due')).toHaveText(/1/);
		await desk.getByTestId('dispatch').locator('> summary').click();
		const run = desk.getByTestId('suggested-run');
		await expect(run).toHaveAttribute('data-driver-id', driver);
		expect((await run.getAttribute('data-orders'))?.split(' ').toSorted()).toEqual(ids.toSorted());
		await expect(run.getByRole('listitem').first()).toHaveText(words.before);
		await fits(desk, 'the desk with a suggested run');
		await desk.screenshot({ path: `test-results/screens/dispatch-desk-${language}.png` });

		await run.getByRole('button', { name: words.give }).click();

		await expect(run).toHaveCount(0);
		for (const id of ids)
			await expect(desk.locator(`[data-order-id="${id}"] [data-testid="held-by"]`)).toHaveAttribute(
				'data-driver-id',
				driver
			);
	});

	test(`a mode is switched, seen on a second desk, and an offer declined with a reason (${language})`, async ({
		house,
		people
	}) => {
		await house.startShift();
		await twoBoxed(house);
		const desk = await people.comes('manager', {
			language,
			viewport: { width: 1440, height: 900 }
		});
		const other = await people.comes('owner', { language, viewport: { width: 1440, height: 900 } });
		for (const page of [desk, other]) await page.goto('/manage/gare');
		const phone = await people.comes('driver', {
			language,
			viewport: { width: 390, height: 844 }
		});
		await phone.goto('/driver');

		await desk.getByTestId('dispatch').locator('> summary').click();
		await desk.getByRole('radio', { name: words.suggest }).check();
		await expect(desk.getByText(words.sentence)).toBeVisible();
		await expect(other.getByTestId('dispatch-now')).toHaveText(words.suggest, { timeout: 15_000 });

		const offer = phone.getByTestId('offer');
		await expect(offer.locator('ol > li')).toHaveCount(2);
		await expect(offer.getByTestId('offer-total')).toHaveText(words.stops);
		await fits(phone, 'an offer of two stops');
		await phone.screenshot({
			path: `test-results/screens/dispatch-offer-${language}.png`,
			fullPage: true
		});
		await offer.getByTestId('decline').focus();
		await phone.keyboard.press('Enter');
		const sheet = phone.getByRole('dialog');
		await expect(sheet).toBeVisible();
		await phone.screenshot({ path: `test-results/screens/dispatch-decline-${language}.png` });
		await sheet.getByRole('button', { name: words.far }).focus();
		await phone.keyboard.press('Enter');

		await expect(offer).toHaveCount(0);
		await expect(desk.getByTestId('declines')).toContainText(words.far, { timeout: 15_000 });
		await expect(desk.getByTestId('declines').getByRole('listitem').first()).toHaveText(
			words.declined
		);
	});
}
