import type { Cookies } from '@sveltejs/kit';

const SITES = ['lax', 'strict', 'none'] as const;

/** Passes on the cookies that the API has set. */
export function handOn(lines: readonly string[], cookies: Cookies): void {
	for (const line of lines) {
		const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
		const at = pair.indexOf('=');
		const of = attributeReader(attributes);
		const maxAge = of('max-age');
		cookies.set(pair.slice(0, at), pair.slice(at + 1), {
			path: of('path') ?? '/',
			httpOnly: of('httponly') !== undefined,
			secure: of('secure') !== undefined,
			sameSite: SITES.find((site) => site === of('samesite')?.toLowerCase()) ?? 'lax',
			...(maxAge !== undefined && { maxAge: Number(maxAge) }),
			// It is written as it travels already.
			encode: (value) => value
		});
	}
}

function attributeReader(attributes: readonly string[]): (name: string) => string | undefined {
	const found = new Map(
		attributes.map((attribute) => {
			const [name = '', ...value] = attribute.split('=');
			return [name.toLowerCase(), value.join('=')];
		})
	);
	return (name) => found.get(name);
}
