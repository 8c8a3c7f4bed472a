/** The lazy chunk of the panels, fetched when the board is quiet, a panel is opened, or a ticket has vanished. */

export { default as AllDay } from './AllDay.svelte';
export { default as BoxPanel } from './BoxPanel.svelte';
export { default as CollectPanel } from './CollectPanel.svelte';
export { default as Help } from './Help.svelte';
export { default as RecallList } from './RecallList.svelte';
export { default as RecipeCard } from './RecipeCard.svelte';
export { default as RefusePanel } from './RefusePanel.svelte';
export { default as VanishedList } from './VanishedList.svelte';
