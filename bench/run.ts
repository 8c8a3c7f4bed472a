import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildPages } from '../launcher/pages.ts';

// `npm run bench -- latency --quick`: one program per benchmark, each with its baseline in the same
// run.
const here = fileURLToPath(new URL('.', import.meta.url));
const names = readdirSync(here)
	.filter((file) => file.endsWith('.ts') && file !== 'run.ts' && !file.endsWith('.test.ts'))
	.map((file) => file.slice(0, -3))
	.sort();
const [name, ...rest] = process.argv.slice(2);

if (!name || !names.includes(name)) {
	console.error(`Which one? npm run bench -- ${names.join(' | ')}  [--quick]`);
	process.exit(2);
}
// Old pages would ask the API for what they no longer need; a bench of a pure rule has none.
const hasPages = !['dispatch', 'town'].includes(name);
if (hasPages && (await buildPages(process.env))) console.log('The pages are built.');
// Ctrl-C is handled by the child program, which cleans up.
process.on('SIGINT', () => {});
const ran = spawnSync(process.execPath, [`${here}${name}.ts`, ...rest], { stdio: 'inherit' });
process.exit(ran.status ?? 1);
