/// <reference types="@sveltejs/kit" />
/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />

/**
 * The driver's phone without a network: the built files come from the phone, and the driver's page
 * becomes the one that reads the run kept on the phone, or plain words. Never an answer of the API and
 * never a page with data: what a driver reads is either of now or says that it is not.
 */

import { build, files, version } from '$service-worker';
import { CACHE, OFFLINE_RUN } from './lib/live/shell-names.ts';

const worker = globalThis.self as unknown as ServiceWorkerGlobalScope;

const SHELL = CACHE + version;
const DRIVER = '/driver';
const OFFLINE = '/offline.html';
/** After so long without an answer the driver reads the run that the phone keeps. */
const SILENCE_MS = 6_000;
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
		// There is a network: the page of now, not the one without data.
		return path === OFFLINE_RUN ? Response.redirect(DRIVER) : answer;
	} catch {
		if (copy) return path === DRIVER ? Response.redirect(OFFLINE_RUN) : copy;
		return (await caches.match(OFFLINE)) ?? Response.error();
	}
}

/** A network that has bars and answers nothing is none. */
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
