/** What a driver's phone keeps over a reload and over the end of the app: the taps to send. */

import type { Tap } from '#domain/taps.ts';
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

interface Phone extends DBSchema {
	taps: { key: number; value: Tap };
}

let opened: Promise<IDBPDatabase<Phone>> | undefined;

function phone(): Promise<IDBPDatabase<Phone>> {
	opened ??= openDB<Phone>('passe-plat-driver', 1, {
		upgrade(db) {
			db.createObjectStore('taps', { keyPath: 'id', autoIncrement: true });
		},
		terminated: () => (opened = undefined)
	});
	return opened;
}

/** Every tap on this phone, oldest first, whoever made it. */
export async function allTaps(): Promise<Tap[]> {
	return (await phone()).getAll('taps');
}

/** Keeps a new tap and gives its place in the queue. */
export async function addTap(tap: Omit<Tap, 'id'>): Promise<number> {
	return (await phone()).add('taps', tap as Tap);
}

export async function putTap(tap: Tap): Promise<void> {
	await (await phone()).put('taps', tap);
}

export async function dropTap(id: number): Promise<void> {
	await (await phone()).delete('taps', id);
}
