import type { IncomingHttpHeaders } from 'node:http';
import type { Language } from '#domain/menu/menu.ts';

const CHOSEN = /(?:^|;\s*)PARAGLIDE_LOCALE=(fr|en)(?:;|$)/;

/** The caller's language: the one chosen on the page, else the browser's, else French. */
export function languageOf(headers: IncomingHttpHeaders): Language {
	const chosen = CHOSEN.exec(headers.cookie ?? '')?.[1];
	if (chosen === 'fr' || chosen === 'en') return chosen;
	return preferred(headers['accept-language'] ?? '');
}

function preferred(header: string): Language {
	let best: { language: Language; weight: number } | undefined;
	for (const part of header.slice(0, 200).split(',')) {
		const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
		const language = tag.trim().split('-')[0];
		if (language !== 'fr' && language !== 'en') continue;
		const weight = weightOf(parameters);
		if (weight > 0 && (!best || weight > best.weight)) best = { language, weight };
	}
	return best?.language ?? 'fr';
}

function weightOf(parameters: readonly string[]): number {
	const given = parameters.map((entry) => entry.trim()).find((entry) => entry.startsWith('q='));
	const weight = given === undefined ? 1 : Number(given.slice(2));
	return Number.isFinite(weight) ? weight : 0;
}
