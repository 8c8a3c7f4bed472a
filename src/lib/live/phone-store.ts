/**
 * The phone's IndexedDB: the taps to send, and a copy of the run for reading without a network. The copy
 * holds customers' addresses, so it is deleted with the run: see `run-copy.ts`.
 */

import type { DriverStop, DriverView, ShopView } from '#domain/wire/contract.ts';
import { sumsOf } from '#domain/pay/shift.ts';
import type { Tap } from '#domain/road/taps.ts';
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

interface Taps extends DBSchema {
	taps: { key: number; value: Tap };
}

interface Runs extends DBSchema {
	run: { key: typeof ONLY; value: KeptRun };
}

/** A run as the server last confirmed it. */
export interface KeptRun {
	driver: DriverView;
	shop: ShopView;
	orders: DriverStop[];
	/** The server's time of that state (ISO). */
	at: string;
}

const ONLY = 'run';
/** No shift is longer than this. */
const KEEP_MS = 16 * 60 * 60_000;

let openedTaps: Promise<IDBPDatabase<Taps>> | undefined;
let openedRuns: Promise<IDBPDatabase<Runs>> | undefined;

function taps(): Promise<IDBPDatabase<Taps>> {
	openedTaps ??= openDB<Taps>('passe-plat-driver', 1, {
		upgrade(db) {
			db.createObjectStore('taps', { keyPath: 'id', autoIncrement: true });
		},
		terminated: () => (openedTaps = undefined)
	});
	return openedTaps;
}

// A database of its own, so that an old tab with the taps open cannot block its upgrade.
function runs(): Promise<IDBPDatabase<Runs>> {
	openedRuns ??= openDB<Runs>('passe-plat-run', 1, {
		upgrade(db) {
			db.createObjectStore('run');
		},
		terminated: () => (openedRuns = undefined)
	});
	return openedRuns;
}

/** Every tap on this phone, oldest first, of every driver. */
export async function allTaps(): Promise<Tap[]> {
	return (await taps()).getAll('taps');
}

/** Stores a new tap; returns its place in the queue. */
export async function addTap(tap: Omit<Tap, 'id'>): Promise<number> {
	return (await taps()).add('taps', tap as Tap);
}

export async function putTap(tap: Tap): Promise<void> {
	await (await taps()).put('taps', tap);
}

export async function dropTap(id: number): Promise<void> {
	await (await taps()).delete('taps', id);
}

/** The stored run, of any driver; one from another day is deleted instead. */
export async function keptRun(now = Date.now()): Promise<KeptRun | undefined> {
	const kept = await (await runs()).get('run', ONLY);
	// A copy from before the sums of a shift were stored has none.
	if (kept && Math.abs(now - Date.parse(kept.at)) < KEEP_MS)
		return { ...kept, driver: { ...kept.driver, ...sumsOf(kept.driver), closing: null } };
	if (!kept) return undefined;
	await forgetRun();
	return undefined;
}

export async function keepRun(run: KeptRun): Promise<void> {
	await (await runs()).put('run', run, ONLY);
}

export async function forgetRun(): Promise<void> {
	await (await runs()).delete('run', ONLY);
}
