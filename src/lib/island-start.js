/**
 * A script that an island's page carries as its last element: it fetches the module of its `data-src` once
 * what the server wrote has been handed to the screen, so that nothing competes with that first frame.
 * A page in the background draws no frames, and does not wait for one. Its hash is named in
 * svelte.config.js.
 */
export const ISLAND_START = [
	'{const{src}=document.currentScript.dataset,go=()=>import(src);',
	'document.hidden?go():requestAnimationFrame(()=>setTimeout(go))}'
].join('');
