/**
 * Pages that need no router are islands: written by the server, and brought to life by one module
 * of their own (`vite.islands.config.ts` builds them). Such a page says `csr = false` and names the
 * module, and a hard load leaves Kit's client at home.
 */

import { dev, version } from '$app/environment';
import { getLocale } from '$lib/paraglide/runtime.js';
import { ISLANDS, type IslandName } from './islands.table.ts';

/** Where the browser finds the module that brings this island to life, in the reader's language. */
export function islandPath(name: IslandName): string {
	// In development Vite serves sources as they are.
	return dev ? `/${ISLANDS[name]}` : `/_app/islands/${name}-${getLocale()}/${version}.js`;
}

/** What an island's module reads its props from, as a script element whose text no markup can end. */
export function writtenData(id: string, props: unknown): string {
	const text = JSON.stringify(props).replaceAll('<', '\\u003c');
	return `<script type="application/json" id="${id}">${text}${'<'}/script>`;
}
