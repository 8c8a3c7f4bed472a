/** The view of this screen, in a cookie, so that the server renders the right one. */

export const VIEWS = ['stages', 'age'] as const;
export type View = (typeof VIEWS)[number];

export const VIEW_COOKIE = 'kitchen_view';
const YEAR_SECONDS = 31_536_000;

export const readView = (kept: string | undefined): View => (kept === 'age' ? 'age' : 'stages');

export function keepView(view: View): void {
	document.cookie = `${VIEW_COOKIE}=${view}; path=/kitchen; max-age=${YEAR_SECONDS}; samesite=lax`;
}
