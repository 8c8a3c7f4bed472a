/**
 * A script that the page carries in its head: it runs with the first bytes, keeps what is tapped
 * before the page's own code is there, and marks the button. `replay.ts` obeys it afterwards. Its
 * hash is named in svelte.config.js.
 */
export const EARLY_TAPS = [
	'window.earlyTaps={taps:new Map,note(event){',
	'const tapped=event.target.closest("main button,main input");',
	'if(!tapped||tapped.disabled)return;',
	'earlyTaps.taps.set(tapped,event.timeStamp);',
	'if(tapped.type==="button")tapped.ariaBusy="true"}};',
	'addEventListener("click",earlyTaps.note)'
].join('');
