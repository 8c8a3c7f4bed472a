/** The tracking page as an island: the customer stays on it, and a hard load needs no router. */

import { hydrate } from 'svelte';
import Tracker from './Tracker.svelte';

const target = document.getElementById('tracker');
const written = document.getElementById('tracker-data')?.textContent;
if (target && written) hydrate(Tracker, { target, props: JSON.parse(written) });
