/** What pages may ask for outside: nothing, or the maps that the operator has named. */

/** The environment, or what of it concerns maps: MAP_STYLE_URL and MAP_ORIGINS. */
export type MapSettings = Record<string, string | undefined>;

/** The content security policy with the map's origins among what may be fetched and shown. */
export function withMapOrigins(policy: string, settings: MapSettings): string {
	if (!settings.MAP_STYLE_URL) return policy;
	const further = (settings.MAP_ORIGINS ?? '').split(',').map((origin) => origin.trim());
	const origins = [new URL(settings.MAP_STYLE_URL).origin, ...further].filter(Boolean).join(' ');
	return policy.replace(/(^|; *)(connect-src|img-src) /g, `$1$2 ${origins} `);
}
