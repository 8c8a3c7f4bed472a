/** The islands and their modules, from the root of the project, for pages and builds alike. */
export const ISLANDS = {
	kitchen: 'src/routes/(staff)/kitchen/[shop=shop]/island.ts'
} as const;

export type IslandName = keyof typeof ISLANDS;
