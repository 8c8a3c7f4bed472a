import type { Page } from '@playwright/test';
import { Driver } from '../support/pages/pages.ts';
import { expect, test, type House, type Language } from './house.ts';
import { fits } from './scene.ts';

const PHONE = { width: 390, height: 844 };

const WORDS = {
	fr: {
		typed: ['30,00', '11'],
		missing: /Il manque/,
		exact: 'Le compte est bon.',
		float: /50,00/,
		variance: -50,
		kind: 'short',
		differs: /Il manque 0,50/,
		unsigned: 'pas encore signé',
		signed: 'Signé par le livreur'
	},
	en: {
		typed: ['30.00', '11'],
		missing: /missing/,
		exact: 'The amounts add up.',
		float: /50\.00/,
		variance: 50,
		kind: 'over',
		differs: /0\.50 over/,
		unsigned: 'not signed yet',
		signed: 'Signed by the driver'
	}
} as const;

async function newestShift(house: House, driver: string): Promise<string> {
	const { rows } = await house.db.query<{ id: string }>(
		'select id from shift where driver_id = $1 order by started_at desc limit 1',
		[driver]
	);
	return rows[0]?.id ?? '';
}

/** The manager counts the cash of a shift, and reads by how much it differs. */
async function countShift(
	page: Page,
	shift: string,
	{ countedMinor, differs, unsigned }: { countedMinor: number; differs: RegExp; unsigned: string }
): Promise<void> {
	await page.goto('/manage/gare/money');
	const sheet = page.locator(`[data-testid="shift-sheet"][data-shift-id="${shift}"]`);
	await sheet.getByTestId('shift-amount').fill((countedMinor / 100).toFixed(2));
	await sheet.getByTestId('count').click();
	const counted = sheet.getByTestId('shift-count');
	await expect(counted).toContainText(differs);
	await expect(counted).toContainText(unsigned);
}

for (const language of ['fr', 'en'] as const satisfies readonly Language[])
	test(`float, parts, tip, change, and the signed end of a shift (${language})`, async ({
		house,
		people
	}) => {
		const words = WORDS[language];
		const page = await people.comes('driver', { language, viewport: PHONE });
		const driver = new Driver(page);
		const look = async (name: string) => {
			await fits(page, `${name} in ${language}`);
			await page.screenshot({
				path: `test-results/screens/driver-cash-${name}-${language}.png`,
				fullPage: true
			});
		};
		await driver.atWork();
		await page.getByTestId('float').fill('50');
		await look('off');
		const id = await driver.startShift();
		await expect(page.getByTestId('cash')).toHaveText(words.float);

		const { order } = await house.place();
		await house.act('manager', order.id, 'accept', 'start', 'bake', 'box');
		await house.assign(order.id, id);
		for (const action of ['pick_up', 'arrive'] as const) await driver.step(order.id, action);
		await driver.order(order.id).getByTestId('action').click();
		const dialog = page.getByTestId('dialog');
		await dialog.getByTestId('in-parts').click();
		await dialog.getByTestId('given').fill('100');
		await expect(dialog.getByTestId('given-back')).toHaveText(/\d/);
		const part = (kind: string) => dialog.locator(`[data-testid="part"][data-kind="${kind}"]`);
		await part('voucher').fill(words.typed[1]);
		await expect(dialog.getByTestId('takings-rest')).toHaveText(words.missing);
		await dialog.getByTestId('takings-confirm').click();
		await expect(driver.order(order.id)).toHaveAttribute('data-status', 'at_door');
		await dialog.locator('[data-testid="fill"][data-kind="cash"]').click();
		await expect(dialog.getByTestId('takings-rest')).toHaveText(words.exact);
		await dialog.getByTestId('tip').fill('2');
		await dialog.locator('[data-testid="tip-kind"][value="card"]').check();
		await look('parts');
		await dialog.getByTestId('takings-confirm').click();
		await expect(driver.order(order.id)).toHaveCount(0);

		const total = order.total;
		const taken = async () =>
			(
				await house.db.query<{ kind: string; minor: number; tip: boolean }>(
					`select kind, amount_minor as minor, is_tip as tip from door_taking where order_id = $1
						order by id`,
					[order.id]
				)
			).rows;
		await expect.poll(taken).toEqual([
			{ kind: 'cash', minor: total - 1100, tip: false },
			{ kind: 'voucher', minor: 1100, tip: false },
			{ kind: 'card', minor: 200, tip: true }
		]);
		await look('shift');
		await page.getByTestId('shift').click();
		await expect(dialog.getByTestId('end-paper')).toHaveText(/11[.,]00/);
		await expect(dialog.getByTestId('end-tips')).toHaveText(/2[.,]00/);
		await look('end');
		await dialog.getByTestId('confirm').click();
		await expect(page.getByTestId('closing')).toHaveAttribute('data-counted', 'false');

		const manager = await people.comes('manager', { language });
		const shift = await newestShift(house, id);
		await countShift(manager, shift, {
			...words,
			countedMinor: 5000 + total - 1100 + words.variance
		});
		const movement = await house.db.query<{ kind: string; minor: number }>(
			`select kind, amount_minor as minor from ledger where shift_id = $1
				and kind in ('over', 'short')`,
			[shift]
		);
		expect(movement.rows).toEqual([{ kind: words.kind, minor: 50 }]);
		await expect(page.getByTestId('counted')).toHaveText(/0[.,]50/);
		await look('counted');
		await page.getByTestId('sign').click();
		await expect(page.getByTestId('closing')).toHaveCount(0);
		await manager.reload();
		await expect(manager.locator(`[data-shift-id="${shift}"]`)).toContainText(words.signed);
	});
