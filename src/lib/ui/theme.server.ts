/** The colours of the house for what paints before any style sheet: a phone's bars, its start picture. */

import tokens from './tokens.css?raw';

/** Of the light theme, which stands first: nobody knows yet what the reader's machine asks for. */
function colourOf(token: string): string {
	const colour = new RegExp(`--${token}: light-dark\\((#[\\da-f]{6}),`).exec(tokens)?.[1];
	if (!colour) throw new Error(`tokens.css has no colour --${token}`);
	return colour;
}

export const THEME = { accent: colourOf('accent'), ground: colourOf('ground') };
