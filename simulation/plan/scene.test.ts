import { expect, test } from 'vitest';
import { readScene, sceneFaults, sceneNames } from './read-scene.ts';

const good = await readScene('bad-friday');
const changed = (change: (scene: typeof good) => void) => {
	const scene = structuredClone(good);
	change(scene);
	return sceneFaults(scene);
};

test('the three included scenes are valid', async () => {
	const names = await sceneNames();
	expect(names.sort()).toEqual(['bad-friday', 'friday-rush', 'quiet-tuesday']);
	for (const name of names) expect((await readScene(name)).shops).toHaveProperty('gare');
});

test('the bad Friday has its incidents', () => {
	const kinds = new Set(good.incidents.map(({ kind }) => kind));
	expect([...kinds].sort()).toEqual(['driver_offline', 'rain', 'shop_offline', 'slow_oven']);
});

test('a fault is reported with its path', () => {
	expect(sceneFaults([])).toEqual(['the scene: has to be an object']);
	const oven = changed((scene) => (scene.shops.gare!.oven.minutes = 0));
	expect(oven).toEqual(['shops.gare.oven.minutes: has to be more than 0']);
	expect(changed((scene) => (scene.customers.delivery = 2))).toEqual([
		'customers.delivery: 2 is more than 1'
	]);
	expect(changed((scene) => (scene.starts = '25:00'))[0]).toContain('starts: "25:00"');
	expect(changed((scene) => Object.assign(scene, { colour: 'red' }))).toEqual([
		'colour: is not known'
	]);
	expect(changed((scene) => Reflect.deleteProperty(scene.menu, 'halves'))).toEqual([
		'menu.halves: is missing'
	]);
	const strange = changed((scene) => (scene.incidents = [{ kind: 'flood' } as never]));
	expect(strange[0]).toContain('slow_oven, driver_offline, shop_offline, rain');
	expect(changed((scene) => (scene.menu.lines = { many: 1 }))[0]).toContain('menu.lines.many');
	expect(changed((scene) => (scene.demand = []))).toEqual(['demand: has to have at least 1']);
});

test('contradictions are reported too', () => {
	expect(changed((scene) => (scene.shops.gare!.drivers[0]!.to = 0))).toEqual([
		'shops.gare.drivers[0]: ends before it begins'
	]);
	const elsewhere = changed((scene) => {
		scene.incidents = [{ kind: 'shop_offline', shop: 'paris', from: 1, minutes: 1 }];
	});
	expect(elsewhere).toEqual(['incidents[0]: the scene has no shop paris']);
	const nobody = changed((scene) => {
		scene.incidents = [{ kind: 'driver_offline', shop: 'gare', driver: 9, from: 1, minutes: 1 }];
	});
	expect(nobody).toEqual(['incidents[0]: gare has 3 drivers']);
});

test('an unknown scene name lists the existing ones', async () => {
	await expect(readScene('no-such-evening')).rejects.toThrow('friday-rush');
});
