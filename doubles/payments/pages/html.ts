/** Text that is safe between tags and in quoted attributes. */
export function escape(text: string): string {
	return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

export type Language = 'fr' | 'en';

/** The page's language: the one that the seller asked for, else the browser's, else English. */
export function languageOf(wanted: string | null, accepted: string | undefined): Language {
	const tag = wanted === null || wanted === 'auto' ? (accepted ?? '') : wanted;
	return tag.trim().toLowerCase().startsWith('fr') ? 'fr' : 'en';
}

/** A whole page: phone width first, no script, nothing loaded from elsewhere. */
export function page(language: Language, title: string, body: string): string {
	const notice =
		language === 'fr'
			? 'Page d’essai : aucun argent ne bouge, aucune carte n’est demandée.'
			: 'Test page: no money moves, no card is asked for.';
	return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<p class="notice">${notice}</p>
<main>
<h1>${escape(title)}</h1>
${body}
</main>
</body>
</html>`;
}

export const PAGE_HEADERS = {
	'content-security-policy':
		"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
	'referrer-policy': 'no-referrer',
	'x-content-type-options': 'nosniff'
};

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; background: Canvas; color: CanvasText; }
.notice { margin: 0; padding: .5rem 1rem; background: #5a3d00; color: #fff; text-align: center; }
main { max-width: 26rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.375rem; }
.amount { font-size: 2rem; font-weight: 700; margin: 0; }
.lines { margin: 0 0 1rem; }
fieldset { border: 1px solid; border-radius: .5rem; padding: .25rem .75rem; margin: 1rem 0; }
legend { padding: 0 .25rem; font-weight: 600; }
label { display: flex; gap: .75rem; align-items: center; min-height: 2.75rem; }
input { width: 1.25rem; height: 1.25rem; flex: none; }
button, .leave { display: block; box-sizing: border-box; width: 100%; min-height: 3rem; margin: .75rem 0; padding: .75rem;
  border-radius: .5rem; font: inherit; font-weight: 600; text-align: center; }
button { border: 2px solid #1d4ed8; background: #1d4ed8; color: #fff; }
button.second, .leave { border: 2px solid; background: Canvas; color: CanvasText; text-decoration: none; }
:focus-visible { outline: 3px solid #f59e0b; outline-offset: 2px; }
.problem { border-left: .375rem solid #b91c1c; padding: .5rem .75rem; }
.done { border-left: .375rem solid #15803d; padding: .5rem .75rem; }
`;
