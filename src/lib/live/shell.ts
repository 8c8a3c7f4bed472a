/** Makes the offline page of the driver (`/driver/offline`) work without a network. */

import { version } from '$app/environment';
import { preloadCode } from '$app/navigation';
import { CACHE, OFFLINE_RUN } from './shell-names.ts';

const BUILT = '/_app/immutable/';

/**
 * Puts the offline page and every file that it needs into the service worker's cache; the page last, so
 * that it is there only when it is complete. Rejects when a file cannot be fetched.
 */
export async function keepShell(): Promise<void> {
	await navigator.serviceWorker.ready;
	const page = await fetch(OFFLINE_RUN);
	if (!page.ok) return;
	await preloadCode(OFFLINE_RUN);
	const shell = await caches.open(CACHE + version);
	const files = new Set([...filesNamedIn(await page.clone().text()), ...filesLoaded()]);
	for (const file of files) if (!(await shell.match(file))) await shell.add(file);
	await shell.put(OFFLINE_RUN, page);
}

function filesNamedIn(html: string): string[] {
	const links = new DOMParser().parseFromString(html, 'text/html').querySelectorAll('link[href]');
	return [...links].map((link) => pathOf(link.getAttribute('href') ?? '')).filter(isBuilt);
}

/** This page has loaded the code of the offline page, with its imports. */
function filesLoaded(): string[] {
	return performance
		.getEntriesByType('resource')
		.map(({ name }) => pathOf(name))
		.filter(isBuilt);
}

const pathOf = (address: string): string =>
	new URL(address, location.origin + OFFLINE_RUN).pathname;
const isBuilt = (path: string): boolean => path.startsWith(BUILT);
