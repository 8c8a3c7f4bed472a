/** The islands and their modules, from the root of the project, for pages and builds alike. */
export const ISLANDS = {
	kitchen: 'src/routes/(staff)/kitchen/[shop=shop]/island.ts',
	track: 'src/routes/(customer)/track/[token]/island.ts'
} as const;

export type IslandName = keyof typeof ISLANDS;
