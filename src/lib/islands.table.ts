/**
 * The islands, for pages and builds alike: the module of each, from the root of the project, and the id
 * of the element that it brings to life.
 */
export const ISLANDS = {
	kitchen: { module: 'src/routes/(staff)/kitchen/[shop=shop]/island.ts', id: 'board' },
	track: { module: 'src/routes/(customer)/track/[token]/island.ts', id: 'tracker' }
} as const;

export type IslandName = keyof typeof ISLANDS;

/** The island that this route of Kit's shows. */
export const islandOf = (route: string | null): IslandName | undefined =>
	(Object.keys(ISLANDS) as IslandName[]).find((name) =>
		ISLANDS[name].module.startsWith(`src/routes${route}/`)
	);
