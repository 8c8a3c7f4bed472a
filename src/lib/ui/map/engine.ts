/** Lazy chunk of the maps: MapLibre itself. */

import { Map as GlMap, setWorkerUrl, type MapOptions } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { m } from '$lib/paraglide/messages.js';
import { townStyle } from './style.ts';
import { townUrl } from './town-file.ts';

setWorkerUrl(workerUrl);

export type { GlMap };

/** The bounds of the bundled town. */
const EDGES: MapOptions['maxBounds'] = [
	[3.8395, 43.5825],
	[3.9205, 43.6395]
];

interface Opening {
	container: HTMLElement;
	/** An external style; without one the bundled town. */
	styleUrl: string | null;
	center: [number, number];
	zoom: number;
	/** Two fingers, or Ctrl and the wheel: the page can be scrolled past the map. */
	cooperative: boolean;
}

/** Opens a map; throws when the browser cannot draw one. */
export function openMap({ container, styleUrl, center, zoom, cooperative }: Opening): GlMap {
	const probe = document.createElement('canvas').getContext('webgl2');
	if (!probe) throw new Error('no WebGL');
	probe.getExtension('WEBGL_lose_context')?.loseContext();
	const map = new GlMap({
		container,
		style: styleUrl ?? townStyle(townUrl),
		center,
		zoom,
		minZoom: styleUrl ? 3 : 12,
		maxZoom: 18.5,
		...(!styleUrl && { maxBounds: EDGES, attributionControl: false as const }),
		cooperativeGestures: cooperative,
		dragRotate: false,
		pitchWithRotate: false,
		touchPitch: false,
		fadeDuration: 120,
		locale: {
			'Map.Title': m.map_name(),
			'CooperativeGesturesHandler.WindowsHelpText': m.map_ctrl_scroll(),
			'CooperativeGesturesHandler.MacHelpText': m.map_mac_scroll(),
			'CooperativeGesturesHandler.MobileHelpText': m.map_two_fingers()
		}
	});
	if (styleUrl) {
		// If the style cannot be fetched, the bundled town is shown.
		const instead = () => {
			if (!map.isStyleLoaded()) map.setStyle(townStyle(townUrl));
		};
		map.once('error', instead);
		map.once('load', () => map.off('error', instead));
	}
	map.touchZoomRotate.disableRotation();
	map.keyboard.disableRotation();
	return map;
}
