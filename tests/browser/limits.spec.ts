import { expect, test, type House } from './house.ts';
import { fits } from './scene.ts';

const WORDS = {
	fr: {
		nav: 'Limites',
		wrong: /«\s*Personnes à la préparation\s*» dépasse la limite\s: un nombre entier de 1 à 50/,
		correct: 'Corrigez d’abord les valeurs signalées.',
		factor: '1,2',
		saved: 'C’est enregistré et déjà appliqué.',
		row: /Personnes à la préparation\s: 2 → 3/,
		changed: /Une autre personne a changé ces réglages entre-temps/,
		overtaken: /Changé entre-temps par une autre personne\s: 5\./
	},
	en: {
		nav: 'Limits',
		wrong: /“People at the make line” is above the limit: a whole number from 1 to 50/,
		correct: 'First correct the values that are marked.',
		factor: '1.2',
		saved: 'It is saved, and in force.',
		row: /People at the make line: 2 → 3/,
		changed: /Another person has changed these limits in the meantime/,
		overtaken: /Changed by another person in the meantime: 5\./
	}
} as const;

async function asBefore(house: House): Promise<void> {
	await house.db.query(
		`update shop set make_hands = 2, bake_minutes = 5, prep_minutes = 15 where id = 'gare'`
	);
	await house.db.query(`delete from alarm_limits where shop_id = 'gare'`);
}

const handsOf = async (house: House): Promise<number> => {
	const { rows } = await house.db.query(`select make_hands from shop where id = 'gare'`);
	return rows[0].make_hands;
};

for (const language of ['fr', 'en'] as const) {
	const words = WORDS[language];

	test(`limits show their effect, are saved by keyboard and are in force (${language})`, async ({
		house,
		people
	}) => {
		await asBefore(house);
		const { order } = await house.place();
		await house.act('cook', order.id, 'accept', 'start', 'bake');
		await house.db.query(
			`update orders set stage_at = clock_timestamp() - interval '7 minutes' where id = $1`,
			[order.id]
		);
		const desk = await people.comes('manager', { language });
		await desk.goto('/manage/gare/kitchen');
		await desk.getByRole('link', { name: words.nav, exact: true }).click();
		await expect(desk.getByTestId('limits-untouched')).toBeVisible();
		await expect(desk.getByTestId('save-limits')).toBeDisabled();

		await desk.locator('#limit-hands').fill('51');
		await expect(desk.getByTestId('field-error')).toHaveText(words.wrong);
		await expect(desk.getByText(words.correct)).toBeVisible();
		await desk.keyboard.press('Enter');
		await expect(desk.locator('#limit-hands')).toHaveAttribute('aria-invalid', 'true');
		expect(await handsOf(house)).toBe(2);

		await desk.locator('#limit-hands').fill('3');
		await expect(desk.getByTestId('effect-one')).toBeVisible();
		await expect(desk.getByTestId('effect-alarms')).toHaveAttribute('data-raised', '0');
		await desk.locator('#limit-ovenLongFactor').fill(words.factor);
		await expect(desk.getByTestId('effect-alarms')).toHaveAttribute('data-raised', '1');
		await desk.setViewportSize({ width: 390, height: 844 });
		await fits(desk, 'the limits at 390 px');
		await desk.keyboard.press('Enter');

		await expect(desk.getByTestId('limits-saved')).toHaveText(words.saved);
		await expect(desk.getByTestId('limits-log-row').first()).toContainText(words.row);
		expect(await handsOf(house)).toBe(3);
		const isRaised = async () => {
			const { rowCount } = await house.db.query(
				`select from alarm where order_id = $1 and kind = 'oven_long' and withdrawn_at is null`,
				[order.id]
			);
			return rowCount;
		};
		await expect.poll(isRaised).toBe(1);
	});

	test(`a limit that somebody else has changed is not overwritten (${language})`, async ({
		house,
		people
	}) => {
		await asBefore(house);
		const desk = await people.comes('manager', { language });
		await desk.goto('/manage/gare/limits');
		await desk.locator('#limit-hands').fill('4');
		const owner = await house.http('owner');
		const other = await owner.patch('/api/shops/gare/limits', {
			data: { changes: { hands: { seen: 2, to: 5 } } }
		});
		expect(other.status()).toBe(200);
		await owner.dispose();

		await desk.locator('#limit-hands').press('Enter');
		await expect(desk.getByTestId('fault')).toContainText(words.changed);
		const field = desk.locator('[data-testid="limit"][data-name="hands"]');
		await expect(field).toContainText(words.overtaken);
		await expect(desk.locator('#limit-hands')).toHaveValue('4');
		expect(await handsOf(house)).toBe(5);

		await desk.locator('#limit-hands').press('Enter');
		await expect(desk.getByTestId('limits-saved')).toHaveText(words.saved);
		expect(await handsOf(house)).toBe(4);
		await asBefore(house);
	});
}
