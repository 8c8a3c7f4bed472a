/// <reference types="@sveltejs/kit" />
/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />

/**
 * The service worker of the driver's phone: built files come from its cache, and without a network the
 * driver's page is replaced by the offline page. It never caches an answer of the API or a page with data.
 */

import { build, files, version } from '$service-worker';
import { CACHE, OFFLINE_RUN } from './lib/live/shell-names.ts';

const worker = globalThis.self as unknown as ServiceWorkerGlobalScope;

const SHELL = CACHE + version;
const DRIVER = '/driver';
const OFFLINE = '/offline.html';
/** After this long without an answer the offline page is shown. */
const SILENCE_MS = 6_000;
/** Cached at once; built files are cached when they are first used, because a phone needs few of them. */
const AT_ONCE = files.filter((path) => path === OFFLINE || path.startsWith('/icons/'));
const KEPT = new Set([...build, ...files]);

worker.addEventListener('install', (event) => {
	event.waitUntil(
		caches
			.open(SHELL)
			.then((shell) => shell.addAll(AT_ONCE))
			.then(() => worker.skipWaiting())
	);
});

worker.addEventListener('activate', (event) => {
	event.waitUntil(forgetOld().then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
	if (request.mode === 'navigate') event.respondWith(pageOrKept(request, url.pathname));
	else if (KEPT.has(url.pathname)) event.respondWith(kept(request));
});

async function forgetOld(): Promise<void> {
	const names = await caches.keys();
	const old = names.filter((name) => name.startsWith(CACHE) && name !== SHELL);
	await Promise.all(old.map((name) => caches.delete(name)));
}

async function pageOrKept(request: Request, path: string): Promise<Response> {
	const isDriver = path === DRIVER || path === OFFLINE_RUN;
	const copy = isDriver ? await caches.match(OFFLINE_RUN).catch(() => undefined) : undefined;
	try {
		const answer = await (copy ? Promise.race([fetch(request), silence()]) : fetch(request));
		// With a network: the real page, not the offline page.
		return path === OFFLINE_RUN ? Response.redirect(DRIVER) : answer;
	} catch {
		if (copy) return path === DRIVER ? Response.redirect(OFFLINE_RUN) : copy;
		return (await caches.match(OFFLINE)) ?? Response.error();
	}
}

/** A network without answers counts as none. */
function silence(): Promise<never> {
	return new Promise((_answer, reject) => {
		setTimeout(() => reject(new Error('no answer')), SILENCE_MS);
	});
}

async function kept(request: Request): Promise<Response> {
	const shell = await caches.open(SHELL);
	const known = await shell.match(request);
	if (known) return known;
	const answer = await fetch(request);
	if (answer.ok) await shell.put(request, answer.clone());
	return answer;
}
