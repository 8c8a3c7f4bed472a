import type { Address } from '#domain/order/order.ts';

/** The address in one line, for a navigation app or the clipboard. */
export function oneLine({ street, postcode, city }: Address): string {
	return [street, [postcode, city].filter(Boolean).join(' ')].filter(Boolean).join(', ');
}

/**
 * A link that opens the phone's own navigation at the confirmed pin, or at the address where there
 * is none. Apple's phones do not know `geo:`.
 */
export function wayTo(address: Address, isApple: boolean): string {
	const { point } = address;
	const place = point ? `${point.lat},${point.lng}` : encodeURIComponent(oneLine(address));
	if (isApple) return `https://maps.apple.com/?daddr=${place}`;
	return `geo:${point ? place : '0,0'}?q=${place}`;
}

export const isApplePhone = (userAgent: string): boolean =>
	/iPhone|iPad|iPod|Macintosh/.test(userAgent);
