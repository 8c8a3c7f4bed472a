/**
 * Pages that need no router are islands: written by the server, and brought to life by one module
 * of their own (`vite.islands.config.ts` builds them). Such a page says `csr = false` and ends with
 * `islandScripts`, and a hard load leaves Kit's client at home.
 */

import { dev, version } from '$app/environment';
import { getLocale } from '$lib/paraglide/runtime.js';
import { ISLAND_START } from './island-start.js';
import { ISLANDS, type IslandName } from './islands.table.ts';

/** What brings an island to life: the props that its module reads, and the script that fetches the module. */
export function islandScripts(name: IslandName, props: unknown): string {
	// No markup can end the text of this element.
	const text = JSON.stringify(props).replaceAll('<', '\\u003c');
	return (
		`<script type="application/json" id="${ISLANDS[name].id}-data">${text}${'<'}/script>` +
		`<script data-src="${pathOf(name)}">${ISLAND_START}${'<'}/script>`
	);
}

/** Where the browser finds the module, in the reader's language. */
function pathOf(name: IslandName): string {
	// In development Vite serves sources as they are.
	return dev
		? `/${ISLANDS[name].module}`
		: `/_app/immutable/islands/${name}-${getLocale()}/${version}.js`;
}
