/**
 * An inline script in the head: it records taps before the page's own code has loaded, and marks the
 * button. `replay.ts` repeats them. Its CSP hash is in svelte.config.js.
 */
export const EARLY_TAPS = [
	'window.earlyTaps={taps:new Map,note(event){',
	'const tapped=event.target.closest("main button,main input");',
	'if(!tapped||tapped.disabled)return;',
	'earlyTaps.taps.set(tapped,event.timeStamp);',
	'if(tapped.type==="button")tapped.ariaBusy="true"}};',
	'addEventListener("click",earlyTaps.note)'
].join('');
