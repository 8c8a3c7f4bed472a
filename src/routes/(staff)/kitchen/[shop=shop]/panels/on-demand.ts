/** The lazy chunk of the panels, fetched when the board is quiet or a panel is opened. */

export { default as AllDay } from './AllDay.svelte';
export { default as BoxPanel } from './BoxPanel.svelte';
export { default as Help } from './Help.svelte';
export { default as RecallList } from './RecallList.svelte';
export { default as RecipeCard } from './RecipeCard.svelte';
export { default as RefusePanel } from './RefusePanel.svelte';
