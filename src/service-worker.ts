/// <reference types="@sveltejs/kit" />
/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />

/**
 * The driver's phone without a network: the built files come from the phone, and a page that cannot
 * be had becomes plain words. Never an answer of the API and never a page: what a driver reads is
 * either of now or says that it is not.
 */

import { build, files, version } from '$service-worker';

const worker = globalThis.self as unknown as ServiceWorkerGlobalScope;

const SHELL = `passe-plat-${version}`;
const OFFLINE = '/offline.html';
/** Fetched at once; the built files as they are first used, for a phone needs few of them. */
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
	if (request.mode === 'navigate') event.respondWith(pageOrWords(request));
	else if (KEPT.has(url.pathname)) event.respondWith(kept(request));
});

async function forgetOld(): Promise<void> {
	const names = await caches.keys();
	const old = names.filter((name) => name.startsWith('passe-plat-') && name !== SHELL);
	await Promise.all(old.map((name) => caches.delete(name)));
}

async function pageOrWords(request: Request): Promise<Response> {
	try {
		return await fetch(request);
	} catch {
		return (await caches.match(OFFLINE)) ?? Response.error();
	}
}

async function kept(request: Request): Promise<Response> {
	const shell = await caches.open(SHELL);
	const known = await shell.match(request);
	if (known) return known;
	const answer = await fetch(request);
	if (answer.ok) await shell.put(request, answer.clone());
	return answer;
}
