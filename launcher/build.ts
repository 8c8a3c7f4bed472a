import { inherited } from '../config/launcher.ts';
import { buildPages } from './pages.ts';

/** `npm run build`: what `npm start` does by itself when the pages are older than their sources. */
const wereStale = await buildPages(inherited());
console.log(wereStale ? 'The pages are built.' : 'The pages are up to date.');
