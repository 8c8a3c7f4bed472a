import { inherited } from '../config/launcher.ts';
import { buildPages } from './pages.ts';

/** `npm run build`: builds the pages when they are older than their sources, as `npm start` does. */
const wereStale = await buildPages(inherited());
console.log(wereStale ? 'The pages are built.' : 'The pages are up to date.');
