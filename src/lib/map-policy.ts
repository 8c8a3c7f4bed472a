/** Hosts that pages may load maps from: none, or those that the operator has configured. */

/** The environment variables for maps: MAP_STYLE_URL and MAP_ORIGINS. */
export type MapSettings = Record<string, string | undefined>;

/** Adds the map origins to the content security policy, for fetching and images. */
export function withMapOrigins(policy: string, settings: MapSettings): string {
	if (!settings.MAP_STYLE_URL) return policy;
	const further = (settings.MAP_ORIGINS ?? '').split(',').map((origin) => origin.trim());
	const origins = [new URL(settings.MAP_STYLE_URL).origin, ...further].filter(Boolean).join(' ');
	return policy.replace(/(^|; *)(connect-src|img-src) /g, `$1$2 ${origins} `);
}
