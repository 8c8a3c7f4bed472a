/** Stand-in for `$app/environment` in tests that run without SvelteKit. */
export const browser = false;
