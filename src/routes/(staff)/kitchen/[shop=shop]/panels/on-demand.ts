/** What lies over the board or beside it: one lazy chunk, fetched when the board has been quiet or is asked. */

export { default as AllDay } from './AllDay.svelte';
export { default as BoxPanel } from './BoxPanel.svelte';
export { default as Help } from './Help.svelte';
export { default as RecallList } from './RecallList.svelte';
export { default as RecipeCard } from './RecipeCard.svelte';
export { default as RefusePanel } from './RefusePanel.svelte';
