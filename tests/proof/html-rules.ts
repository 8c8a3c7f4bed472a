import type { ConfigData } from 'html-validate';

/** The recommended rules of html-validate; each disabled rule has its reason. */
export const RULES: ConfigData = {
	root: true,
	extends: ['html-validate:recommended'],
	rules: {
		// Source style produced by the compiler and the browser; it has no effect for readers.
		'doctype-style': 'off',
		'void-style': 'off',
		'no-trailing-whitespace': 'off',
		'attribute-boolean-style': 'off',
		'attribute-empty-style': 'off',
		// Positions and colours computed from data; the content security policy allows inline styles,
		// but no scripts.
		'no-inline-style': 'off',
		// Phone numbers are formatted per language and have no-break spaces.
		'tel-non-breaking': 'off',
		// Without JavaScript the tracking page refreshes itself.
		'meta-refresh': 'off',
		// Checkboxes with the same name belong to one question with several answers.
		'form-dup-name': ['error', { shared: ['radio', 'button', 'reset', 'submit', 'checkbox'] }]
	}
};
