/** Our design tokens in the words of Stripe's appearance. */

import type { Appearance } from './stripe-js.ts';

/** Stripe's variables, and the tokens of `tokens.css` that they take. */
const COLOURS: Readonly<Record<string, string>> = {
	colorPrimary: '--accent',
	colorBackground: '--surface',
	colorText: '--ink',
	colorTextSecondary: '--quiet',
	colorDanger: '--bad'
};

/** The theme of this page, light or dark: Stripe's frame knows none of our variables. */
export function appearanceOf(root: HTMLElement): Appearance {
	const probe = root.ownerDocument.createElement('span');
	root.ownerDocument.body.append(probe);
	const colour = (token: string) => {
		probe.style.color = `var(${token})`;
		return getComputedStyle(probe).color;
	};
	const variables = Object.fromEntries(
		Object.entries(COLOURS).map(([name, token]) => [name, colour(token)])
	);
	probe.remove();
	const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
	return {
		theme: isDark ? 'night' : 'stripe',
		variables: { ...variables, fontFamily: 'system-ui, sans-serif', borderRadius: '8px' }
	};
}
