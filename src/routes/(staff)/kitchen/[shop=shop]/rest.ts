/** All that lies over the board or beside it, and the keys: fetched together, once the board is alive. */

export { default as AllDay } from './AllDay.svelte';
export { default as BoxPanel } from './BoxPanel.svelte';
export { default as GoneList } from './GoneList.svelte';
export { default as Help } from './Help.svelte';
export { obeyKeys } from './keys.ts';
export { default as RecallList } from './RecallList.svelte';
export { default as RecipeCard } from './RecipeCard.svelte';
export { default as RefusePanel } from './RefusePanel.svelte';
