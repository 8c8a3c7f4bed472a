import type { Answer, Call } from '../http.ts';
import { escape, languageOf, page, PAGE_HEADERS, type Language } from './html.ts';
import { wordsOf } from './words.ts';

/** A page as an answer. */
export function html(language: Language, title: string, body: string): Answer {
	return { status: 200, html: page(language, title, body), headers: PAGE_HEADERS };
}

export function leaveLink(url: string | null, text: string): string {
	return url === null || url === ''
		? ''
		: `<a class="leave" href="${escape(url)}">${escape(text)}</a>`;
}

/** The page of an address that names no payment. */
export function unknownPage(call: Call): Answer {
	const language = languageOf(null, call.headers['accept-language']);
	const words = wordsOf(language);
	return { ...html(language, words.unknownTitle, `<p>${words.unknown}</p>`), status: 404 };
}
