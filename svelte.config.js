import adapter from '@sveltejs/adapter-node';
import { createHash } from 'node:crypto';
import { ISLAND_START } from './src/lib/island-start.js';
import { EARLY_TAPS } from './src/routes/(staff)/driver/early-taps.js';

const hashOf = (/** @type {string} */ script) =>
	`sha256-${createHash('sha256').update(script).digest('base64')}`;

/** @type {import('@sveltejs/kit').Config} */
export default {
	compilerOptions: { cssHash: scopeOf },
	kit: {
		adapter: adapter(),
		inlineStyleThreshold: 16_000,
		// Only the driver's page wants one, and asks for it itself.
		serviceWorker: { register: false },
		csp: {
			mode: 'auto',
			directives: {
				'default-src': ['self'],
				'script-src': ['self', hashOf(EARLY_TAPS), hashOf(ISLAND_START)],
				'style-src': ['self', 'unsafe-inline'],
				'img-src': ['self', 'data:', 'blob:'],
				// The hooks add our own websockets, by name.
				'connect-src': ['self'],
				'worker-src': ['self', 'blob:'],
				'object-src': ['none'],
				'base-uri': ['self'],
				'form-action': ['self'],
				'frame-ancestors': ['none']
			}
		}
	}
};

/** @type {Map<string, string>} */
const scopes = new Map();

/**
 * The class of a component's own styles, shorter than Svelte's: a page of tickets says it by the hundred.
 * @param {{ hash: (text: string) => string; filename: string }} component
 */
function scopeOf({ hash, filename }) {
	const scope = `s${hash(filename).slice(0, 4)}`;
	const other = scopes.get(scope) ?? filename;
	if (other !== filename) throw new Error(`${filename} and ${other} have one scope: lengthen it`);
	scopes.set(scope, filename);
	return scope;
}
