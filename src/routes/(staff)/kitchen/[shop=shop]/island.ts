/**
 * The board as an island: this page needs no router, so a hard load brings Svelte, the socket and
 * the board, and a third less to fetch. Reached through the site's own links, the page is mounted
 * by the router as any other and this file stays away.
 */

import { hydrate } from 'svelte';
import Board from './Board.svelte';

const target = document.getElementById('board');
const written = document.getElementById('board-data')?.textContent;
if (target && written) hydrate(Board, { target, props: JSON.parse(written) });
