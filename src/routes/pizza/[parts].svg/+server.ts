import { drawPizza } from '$lib/ui/pizza/draw.ts';
import { readParts } from '$lib/ui/pizza/path.ts';
import { error } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

const WEEK_SECONDS = 604_800;
const MOST_KEPT = 400;

/** Cache: the same few pizzas are requested all evening, and drawing one takes some milliseconds. */
const kept = new Map<string, string>();

/** A pizza, drawn from its address alone, so that no page needs the drawing code. */
export const GET: RequestHandler = ({ params }) => {
	const svg = kept.get(params.parts) ?? drawn(params.parts);
	if (svg === undefined) error(404);
	return new Response(svg, {
		headers: {
			'content-type': 'image/svg+xml',
			'cache-control': `public, max-age=${WEEK_SECONDS}`,
			'content-security-policy': "default-src 'none'"
		}
	});
};

function drawn(text: string): string | undefined {
	const parts = readParts(text);
	if (!parts) return undefined;
	const svg = drawPizza(parts);
	const [oldest] = kept.keys();
	if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
	kept.set(text, svg);
	return svg;
}
