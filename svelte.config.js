import adapter from '@sveltejs/adapter-node';
import { createHash } from 'node:crypto';
import { EARLY_TAPS } from './src/routes/(staff)/driver/early-taps.js';

const hashOf = (/** @type {string} */ script) =>
	`sha256-${createHash('sha256').update(script).digest('base64')}`;

/** @type {import('@sveltejs/kit').Config} */
export default {
	kit: {
		adapter: adapter(),
		inlineStyleThreshold: 16_000,
		// Only the driver's page wants one, and asks for it itself.
		serviceWorker: { register: false },
		csp: {
			mode: 'auto',
			directives: {
				'default-src': ['self'],
				'script-src': ['self', hashOf(EARLY_TAPS)],
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
