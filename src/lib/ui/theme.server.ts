/** Theme colours for what is painted before any style sheet: a phone's bars and splash screen. */

import tokens from './tokens.css?raw';

/** Of the light theme, which comes first: the system's theme is not known yet. */
function colourOf(token: string): string {
	const colour = new RegExp(`--${token}: light-dark\\((#[\\da-f]{6}),`).exec(tokens)?.[1];
	if (!colour) throw new Error(`tokens.css has no colour --${token}`);
	return colour;
}

export const THEME = { accent: colourOf('accent'), ground: colourOf('ground') };
