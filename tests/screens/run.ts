import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { startDouble } from '../../doubles/payments/server.ts';
import { aDayAgo, pastEvening } from '../support/pages/past-evening.ts';
import { openBrowser, openHouse } from '../support/house/running-house.ts';
import { FOLDER, framesOf, take } from './camera.ts';
import type { Frame } from './camera.ts';
import { bringBack, fillEvening, offerRun } from './evening.ts';
import { fillMoney, moneyShots } from './money.ts';
import { AFTER, BEFORE, during, LATE } from './shots.ts';
import type { Language, Shot } from './shots.ts';

/**
 * `npm run screens [-- <parts of file names>] [--lang=fr]`: takes screenshots of every page, empty,
 * busy, stale and with errors, in French and English, into docs/screens. Runs the built application
 * with its own servers. Exits with 1 when a screenshot could not be taken.
 */
const LANGUAGES: readonly Language[] = ['fr', 'en'];
/** Most of the time is spent waiting, so several pages are processed at once. */
const AT_ONCE = 3;

const args = process.argv.slice(2);
const only = args.filter((arg) => !arg.startsWith('--'));
const languages = LANGUAGES.filter((language) =>
	args.every((arg) => !arg.startsWith('--lang=') || arg === `--lang=${language}`)
);
const faults: string[] = [];
const isWhole = only.length === 0 && languages.length === LANGUAGES.length;

mkdirSync(FOLDER, { recursive: true });
if (isWhole) for (const file of pictures()) rmSync(join(FOLDER, file));
// Customers can pay by card and PayPal; cards are typed on our page.
const double = await startDouble();
const house = await openHouse({
	durable: false,
	env: { PAYMENT_DOUBLE_URL: double.url, STRIPE_PAGE: 'element' }
});
// Maps need WebGL, which Chromium can emulate without a graphics card.
const browser = await openBrowser(
	'--use-gl=angle',
	'--use-angle=swiftshader',
	'--enable-unsafe-swiftshader'
);
try {
	// The station's shop is always open. One of the others is closed for this evening.
	await house.db.query(
		`with told as (delete from opening_hours where shop_id not in ('gare', 'lac') returning shop_id),
				now as (select date_trunc('hour', now() at time zone 'Europe/Paris') as t)
			insert into opening_hours (shop_id, weekday, opens, closes)
			select distinct shop_id, extract(isodow from t - interval '5 hours')::int,
				to_char(t - interval '5 hours', 'HH24:MI'), to_char(t + interval '5 hours', 'HH24:MI')
			from told, now`
	);
	await house.db.query(
		`delete from opening_hours where shop_id = 'lac' and weekday in (select extract(isodow from day)
			from generate_series(now() - interval '1 day', now(), interval '1 day') as day)`
	);
	await takeAll(BEFORE);
	await aDayAgo(house.db, await pastEvening(house.db, 8));
	const evening = await fillEvening(house);
	await takeAll(during(evening));
	await bringBack(house, evening.of('door').order.id);
	await offerRun(house, evening.of('boxed').order.id);
	await takeAll(LATE);
	await takeAll(moneyShots(await fillMoney(house, evening)));
	evening.end();
	process.kill(house.postmaster, 'SIGINT');
	await takeAll(AFTER);
} finally {
	await browser.close();
	await house.close();
	await double.close();
}
const bytes = pictures().reduce((sum, file) => sum + statSync(join(FOLDER, file)).size, 0);
console.log(`${pictures().length} pictures, ${(bytes / 2 ** 20).toFixed(1)} MB, in docs/screens`);
for (const fault of faults) console.error(fault);
process.exit(faults.length > 0 ? 1 : 0);

function pictures(): string[] {
	return readdirSync(FOLDER).filter((file) => file.endsWith('.png'));
}

async function takeAll(shots: readonly Shot[]): Promise<void> {
	const frames = (alone: boolean): Frame[] =>
		shots
			.filter((shot) => (shot.alone ?? false) === alone)
			.flatMap((shot) => framesOf(shot, languages))
			.filter(({ file }) => only.length === 0 || only.some((word) => file.includes(word)));
	const waiting = frames(false);
	const one = async () => {
		for (let frame = waiting.shift(); frame; frame = waiting.shift()) await takeOne(frame);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, one));
	for (const frame of frames(true)) await takeOne(frame);
}

/** A first failure may be due to a busy machine, so each screenshot has a second try. */
async function takeOne(frame: Frame, isLast = false): Promise<void> {
	try {
		await take(house, browser, frame);
		console.log(frame.file);
	} catch (error) {
		if (!isLast) return takeOne(frame, true);
		faults.push(`${frame.file}: ${(error as Error).message.split('\n')[0]}`);
	}
}
