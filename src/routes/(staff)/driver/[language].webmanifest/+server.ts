import { m } from '$lib/paraglide/messages.js';
import { getTextDirection, isLocale } from '$lib/paraglide/runtime.js';
import { THEME } from '$lib/ui/theme.server.ts';
import { error } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

const HOUR_SECONDS = 3600;

const ICONS = [
	{ file: 'driver-192', side: 192, purpose: 'any' },
	{ file: 'driver-512', side: 512, purpose: 'any' },
	{ file: 'driver-maskable-512', side: 512, purpose: 'maskable' }
];

/**
 * The web manifest, one per language: it is fetched without cookies, so the language is in the URL. It is
 * one app with a translated name.
 */
export const GET: RequestHandler = ({ params }) => {
	const locale = params.language;
	if (!isLocale(locale)) error(404);
	const manifest = {
		id: '/driver',
		name: m.driver_app_name({}, { locale }),
		short_name: 'Passe-plat',
		description: m.driver_app_words({}, { locale }),
		lang: locale,
		dir: getTextDirection(locale),
		start_url: '/driver',
		scope: '/',
		display: 'standalone',
		orientation: 'portrait',
		background_color: THEME.ground,
		theme_color: THEME.accent,
		icons: ICONS.map(({ file, side, purpose }) => ({
			src: `/icons/${file}.png`,
			sizes: `${side}x${side}`,
			type: 'image/png',
			purpose
		}))
	};
	return new Response(JSON.stringify(manifest), {
		headers: {
			'content-type': 'application/manifest+json',
			'cache-control': `public, max-age=${HOUR_SECONDS}`
		}
	});
};
