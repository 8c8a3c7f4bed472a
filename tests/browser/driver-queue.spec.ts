import { findingsInBoth } from '../support/pages/axe.ts';
import { expect, test } from './house.ts';
import type { Language } from './house.ts';
import { fits } from './scene.ts';

const WORDS = {
	fr: {
		rule: /^Premier de retour, premier à partir\./,
		me: 'Karim (vous)',
		next: 'Prochain départ',
		back: /de retour vers \d\d:\d\d/,
		jump: /^\d\d:\d\d\s: Lucie avant Karim/,
		hand: 'Confiée à la main, à la pizzeria.'
	},
	en: {
		rule: /^First back, first out\./,
		me: 'Karim (you)',
		next: 'Next out',
		back: /back at about \d\d:\d\d/,
		jump: /^\d\d:\d\d: Lucie before Karim/,
		hand: 'Given by hand, at the shop.'
	}
} as const;

for (const [language, width] of [
	['fr', 320],
	['en', 390]
] as const satisfies readonly (readonly [Language, number])[]) {
	const words = WORDS[language];

	test(`a driver sees whose turn it is, and who went before them and why (${language})`, async ({
		house,
		people
	}) => {
		await house.startShift();
		const second = await house.startShift('driver2');
		const phone = await people.comes('driver', { language, viewport: { width, height: 700 } });
		await phone.goto('/driver');
		const queue = phone.getByTestId('queue');
		await expect(queue.getByText(words.rule)).toBeVisible();
		const here = queue.getByTestId('queue-here').getByRole('listitem');
		await expect(here).toHaveCount(2);
		await expect(here.first()).toContainText(words.me);
		await expect(here.first()).toContainText(words.next);

		const { order } = await house.place();
		await house.act('cook', order.id, 'accept', 'start', 'bake', 'box');
		await house.assign(order.id, second);

		// Another driver's run is not in one's own feed: it is seen with the next reading.
		await expect(queue.getByTestId('queue-away')).toContainText(words.back, { timeout: 12_000 });
		const jump = queue.getByTestId('queue-jumps').getByRole('listitem');
		await expect(jump).toHaveText(words.jump);
		await expect(jump).toContainText(words.hand);
		await expect(here).toHaveCount(1);
		await fits(phone, 'the queue of the drivers');
		expect(await findingsInBoth(phone)).toEqual([]);
		await phone.screenshot({
			path: `test-results/screens/driver-queue-${language}.png`,
			fullPage: true
		});
	});
}

for (const [language, width] of [
	['fr', 1440],
	['en', 1024]
] as const satisfies readonly (readonly [Language, number])[]) {
	const words = WORDS[language];

	test(`the desk shows the same queue as the drivers' phones (${language})`, async ({
		house,
		people
	}) => {
		await house.startShift();
		const second = await house.startShift('driver2');
		const desk = await people.comes('manager', { language, viewport: { width, height: 900 } });
		await desk.goto('/manage/gare');
		await expect(desk.locator('[data-connection="live"]').first()).toBeVisible();
		if (width < 1200)
			await desk.locator('[data-testid="view"][data-view="drivers"]').press('Enter');
		const queue = desk.getByTestId('queue');
		await expect(queue.getByText(words.rule)).toBeVisible();
		const here = queue.getByTestId('queue-here').getByRole('listitem');
		await expect(here).toHaveCount(2);
		await expect(here.first()).toContainText('Karim');
		await expect(here.first()).toContainText(words.next);
		await expect(queue).not.toContainText(words.me);

		const { order } = await house.place();
		await house.act('cook', order.id, 'accept', 'start', 'bake', 'box');
		await house.assign(order.id, second);

		// The desk's own feed has the run: the queue is read again at once.
		await expect(queue.getByTestId('queue-away')).toContainText(words.back, { timeout: 7_000 });
		await expect(queue.getByTestId('queue-jumps').getByRole('listitem')).toHaveText(words.jump);
		await expect(here).toHaveCount(1);
		await fits(desk, 'the queue on the desk');
		expect(await findingsInBoth(desk)).toEqual([]);
		await desk.screenshot({ path: `test-results/screens/desk-queue-${language}.png` });
	});
}
