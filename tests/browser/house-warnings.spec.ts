import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestStack, type TestStack } from '../support/house/stack.ts';
import { expect, House, People, test as base } from './house.ts';

/** What managers read while something is wrong with the house itself. */

const WORDS = {
	fr: 'L’horloge du serveur est fausse.',
	en: 'The server’s clock is wrong.'
} as const;
/** Measured every five seconds, sent with a beat every three. */
const TOLD_MS = 15_000;
const folder = mkdtempSync(join(tmpdir(), 'passe-plat-clock-'));
const shift = join(folder, 'shift-ms');

const test = base.extend<object, { house: House }>({
	house: [
		// eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
		async ({}, use) => {
			writeFileSync(shift, '0');
			const stack: TestStack = await startTestStack({
				env: {
					NODE_OPTIONS: '--import ./tests/support/house/shifted-clock.ts',
					CLOCK_SHIFT_FILE: shift
				}
			});
			const house = new House(stack);
			await use(house);
			await house.db.end();
			await stack.stop();
			rmSync(folder, { recursive: true });
		},
		{ scope: 'worker', timeout: 60_000 }
	],
	people: async ({ browser, house }, use) => {
		const people = new People(browser, house);
		await use(people);
		await people.leave();
	}
});

test('a wrong clock is reported on the desk and the group page, until it is right', async ({
	people
}) => {
	const desk = await people.comes('manager', { viewport: { width: 1440, height: 900 } });
	const group = await people.comes('owner', { language: 'en' });
	const kitchen = await people.comes('cook');
	await desk.goto('/manage/gare');
	await group.goto('/manage');
	await kitchen.goto('/kitchen/gare');
	for (const page of [desk, group])
		await expect(page.getByTestId('screen')).toHaveAttribute('data-connection', 'live');
	await expect(desk.getByTestId('house-clock')).toHaveCount(0);

	writeFileSync(shift, '60000');
	await expect(desk.getByTestId('house-clock')).toContainText(WORDS.fr, { timeout: TOLD_MS });
	await expect(group.getByTestId('house-clock')).toContainText(WORDS.en, { timeout: TOLD_MS });
	await expect(kitchen.getByTestId('screen')).toHaveAttribute('data-connection', 'live');
	await expect(kitchen.getByTestId('house-clock')).toHaveCount(0);

	writeFileSync(shift, '0');
	await expect(desk.getByTestId('house-clock')).toHaveCount(0, { timeout: TOLD_MS });
	await expect(group.getByTestId('house-clock')).toHaveCount(0, { timeout: TOLD_MS });
});
