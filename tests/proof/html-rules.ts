import type { ConfigData } from 'html-validate';

/** The judge's recommended rules; each rule that is turned off has its reason beside it. */
export const RULES: ConfigData = {
	root: true,
	extends: ['html-validate:recommended'],
	rules: {
		// Style of the source, which the compiler and the browser write, not we: no reader meets it.
		'doctype-style': 'off',
		'void-style': 'off',
		'no-trailing-whitespace': 'off',
		'attribute-boolean-style': 'off',
		'attribute-empty-style': 'off',
		// Positions and colours that data give; the content policy lets styles in, but no script.
		'no-inline-style': 'off',
		// Phone numbers are set by the language's own rule; they break nowhere but at a space.
		'tel-non-breaking': 'off',
		// Where no script runs, the tracking page follows the order by loading itself again.
		'meta-refresh': 'off',
		// Several boxes of one name are one question with several answers.
		'form-dup-name': ['error', { shared: ['radio', 'button', 'reset', 'submit', 'checkbox'] }]
	}
};
