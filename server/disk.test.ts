import { expect, test } from 'vitest';
import { createDisk } from './disk.ts';

const MIB = 2 ** 20;

/** One disk of 1000 MiB for both folders by default. */
function aDisk(changes: Partial<Parameters<typeof createDisk>[0]> = {}) {
	const free = new Map([
		['/db', 500],
		['/files', 500]
	]);
	const disk = createDisk({
		databaseDir: '/db',
		filesDir: '/files',
		reserveBytes: 0,
		minFreePercent: 10,
		measure: async (folder) => {
			const mib = free.get(folder);
			if (mib === undefined) throw new Error('no such disk');
			return { total: 1000 * MIB, free: mib * MIB };
		},
		...changes
	});
	const at = async (database: number, files = 500) => {
		free.set('/db', database);
		free.set('/files', files);
		await disk.look();
		return disk.fault() !== undefined;
	};
	return { disk, free, at };
}

test('a disk is low below ten per cent, and no longer from eleven on', async () => {
	const { at } = aDisk();

	expect(await at(101)).toBe(false);
	expect(await at(100)).toBe(false);
	expect(await at(99)).toBe(true);
	expect(await at(109)).toBe(true);
	expect(await at(110)).toBe(false);
	expect(await at(100)).toBe(false);
	expect(await at(0)).toBe(true);
});

test('the disk of the uploaded files counts as well', async () => {
	const { at, disk } = aDisk();

	expect(await at(900, 99)).toBe(true);
	expect(disk.room()).toEqual({ database: 90, files: 9.9 });
	expect(disk.fault()?.message).toContain('Only 9.9 %');
});

test('what lacks of the reserve is not free', async () => {
	const { at, disk } = aDisk({ reserveBytes: 64 * MIB });

	expect(await at(163)).toBe(true);
	expect(disk.room().database).toBeCloseTo(9.9);
	expect(await at(175)).toBe(false);
});

test('a database elsewhere is not known, and neither is a disk that does not answer', async () => {
	const { disk, free } = aDisk({ databaseDir: undefined });
	free.delete('/files');
	await disk.look();

	expect(disk.room()).toEqual({ database: null, files: null });
	expect(disk.fault()).toBeUndefined();
});

test('a limit of 0 is none', async () => {
	const { at } = aDisk({ minFreePercent: 0 });

	expect(await at(0, 0)).toBe(false);
});
