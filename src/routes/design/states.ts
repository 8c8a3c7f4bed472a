const STATES = { ':hover': '.as-hover', ':active': '.as-active', ':focus-visible': '.as-focus' };

/** Copies the styles of `:hover` and `:focus` to classes, so that they can be shown. */
export function pressStates(document: Document): () => void {
	const worn = [...document.styleSheets].flatMap((sheet) => rulesOf(sheet.cssRules));
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(worn.join('\n'));
	document.adoptedStyleSheets.push(sheet);
	return () => {
		document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
	};
}

function rulesOf(rules: CSSRuleList): string[] {
	return [...rules].flatMap((rule) => {
		if (!(rule instanceof CSSStyleRule)) return [];
		const found = Object.entries(STATES).filter(([state]) => rule.selectorText.includes(state));
		return found.map(([state, name]) => rule.cssText.replaceAll(state, name));
	});
}
