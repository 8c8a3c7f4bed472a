import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import schema from '../scenes/scene.schema.json' with { type: 'json' };
import { minutesOf, type Scene } from './scene.ts';
import { faultsOf, type Schema } from './schema.ts';

const SCENES = join(import.meta.dirname, '..', 'scenes');

/** Reads a scene by name or file path; throws an error with all its faults. */
export async function readScene(name: string): Promise<Scene> {
	const path = name.endsWith('.json') ? resolve(name) : join(SCENES, `${name}.json`);
	const text = await readFile(path, 'utf8').catch(async () => {
		throw new Error(`There is no scene ${name}. Shipped: ${(await sceneNames()).join(', ')}`);
	});
	const faults = sceneFaults(parsed(text, path));
	if (faults.length > 0) throw new Error(`${path} is no scene:\n  ${faults.join('\n  ')}`);
	return JSON.parse(text) as Scene;
}

/** Names of the included scenes. */
export async function sceneNames(): Promise<string[]> {
	const files = await readdir(SCENES);
	return files
		.filter((file) => file.endsWith('.json') && !file.endsWith('.schema.json'))
		.map((file) => file.slice(0, -'.json'.length));
}

function parsed(text: string, path: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new Error(`${path} is no JSON: ${(error as Error).message}`, { cause: error });
	}
}

/** All faults of a scene: by the schema, and rules that the schema cannot express. */
export function sceneFaults(value: unknown): string[] {
	const faults = faultsOf(schema as unknown as Schema, value);
	return faults.length > 0 ? faults : [...contradictions(value as Scene)];
}

function* contradictions(scene: Scene): Generator<string> {
	for (const [id, { drivers }] of Object.entries(scene.shops))
		for (const [at, { from, to }] of drivers.entries())
			if (to <= from) yield `shops.${id}.drivers[${at}]: ends before it begins`;
	const isNothing = (weights: Record<string, number>) =>
		Object.values(weights).every((weight) => weight === 0);
	if (isNothing(scene.menu.lines)) yield 'menu.lines: weighs nothing';
	if (isNothing(scene.menu.mix) && scene.menu.others === 0) yield 'menu.mix: weighs nothing';
	for (const [at, incident] of scene.incidents.entries()) {
		const where = `incidents[${at}]`;
		if (incident.from >= minutesOf(scene)) yield `${where}: begins when the evening is over`;
		if (!('shop' in incident)) continue;
		const shop = scene.shops[incident.shop];
		if (!shop) yield `${where}: the scene has no shop ${incident.shop}`;
		else if (incident.kind === 'driver_offline' && incident.driver > shop.drivers.length)
			yield `${where}: ${incident.shop} has ${shop.drivers.length} drivers`;
	}
}
