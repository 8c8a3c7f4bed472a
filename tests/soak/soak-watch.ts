import { setTimeout as sleep } from 'node:timers/promises';
import type { PlacedOrder } from '../../simulation/tally.ts';
import { openScreen, signIn, type Screen } from '../support/wire/client.ts';
import * as check from '../support/wire/history.ts';
import type { InjectedFault } from './soak-faults.ts';
import type { SoakHouse } from './soak-house.ts';
import { readPresent, type Truth } from '../support/wire/truth.ts';

/**
 * Feed clients of each audience that record what they show, several times a second (I4, I5, I6).
 */
export interface Watchers {
	/** Adds two tracking pages for orders that were just placed. */
	track(placed: readonly PlacedOrder[]): void;
	/**
	 * I4: waits after a fault until the screens are correct, with ongoing load; records the duration,
	 * returns faults.
	 */
	after(harm: InjectedFault): Promise<string[]>;
	/** I4 without load: every difference from the database. */
	differences(present: Pick<Truth, 'orders' | 'drivers'>): string[];
	/** I5 and I6, for everything that the screens have shown. */
	history(
		truth: Pick<Truth, 'log'>,
		harms: readonly InjectedFault[]
	): Record<'I5' | 'I6', string[]>;
	close(): void;
}

const RECOVERY_MS = 10_000;
const LOOK_MS = 100;
/** Number of tracking pages at the same time. */
const TRACKERS = 8;
/**
 * Time after the start of a fault by which every screen must be stale; a hub may trust a dead link
 * for 1.5 s.
 */
const MARKED_AFTER_MS = 12_250;
const SILENT: readonly string[] = ['hub frozen', 'half-open link'];

export async function openWatchers({ url, db }: SoakHouse): Promise<Watchers> {
	const person = (mailbox: string) => signIn({ url }, `${mailbox}@oc-pizza.example`);
	const driver = await person('livreur1.gare');
	const screens = [
		openScreen(await person('cuisine.gare'), 'kitchen:gare'),
		openScreen(await person('responsable.gare'), 'manage:gare'),
		openScreen(await person('direction'), 'manage:group'),
		openScreen(driver, `driver:${driver.id}`)
	];
	const tracked = new Set<string>();

	/** Screens that have had no confirmation since the fault. */
	async function unsure(sinceMono: number): Promise<string[]> {
		const present = await readPresent(db).catch(() => undefined);
		if (!present) return ['the database cannot be read'];
		await sleep(LOOK_MS);
		return screens.flatMap((screen) => [
			...(screen.isStale() || screen.lastGood() < sinceMono ? [`${screen.feed} is unsure`] : []),
			...check.notYetShown(screen.history, screen.subjects(), present)
		]);
	}

	return {
		track(placed) {
			const fresh = placed.filter(({ id }) => !tracked.has(id)).slice(-2);
			for (const { id, token } of fresh) {
				if (tracked.size >= TRACKERS) return;
				tracked.add(id);
				screens.push(openScreen({ url }, `order:${token}`, id));
			}
		},
		async after(harm) {
			const ended = performance.now();
			let found = await unsure(ended);
			while (found.length > 0 && performance.now() - ended < RECOVERY_MS)
				found = await unsure(ended);
			harm.rightMs = found.length === 0 ? performance.now() - ended : Infinity;
			return found.map((what) => `${RECOVERY_MS / 1000} s after ${harm.fault}: ${what}`);
		},
		differences: (present) =>
			screens.flatMap(({ feed, history, rows }) =>
				check.rowDifferences(feed, rows(), present, history.order)
			),
		history(truth, harms) {
			const silences = harms.filter(({ fault }) => SILENT.includes(fault));
			const of = (find: (history: Screen['history']) => string[]) =>
				screens.flatMap(({ history }) => find(history));
			return {
				I5: of((history) => [
					...check.unmarkedSilence(history),
					...check.missedCommits(history, truth.log),
					...silences.flatMap(({ at, ms }) =>
						check.notMarkedStale(history, at + MARKED_AFTER_MS, at + ms)
					)
				]),
				I6: of(check.versionRegressions)
			};
		},
		close: () => screens.forEach((screen) => screen.close())
	};
}
