import { expect, test } from 'vitest';
import { isApplePhone, oneLine, wayTo } from './way.ts';

const ADDRESS = { street: '3 rue des Tanneurs', postcode: '34999', city: 'Villeneuve-sur-Oc' };
const PINNED = { ...ADDRESS, point: { lat: 43.6, lng: 3.88 } };

test('the address is said in one line, with or without a postcode', () => {
	expect(oneLine(ADDRESS)).toBe('3 rue des Tanneurs, 34999 Villeneuve-sur-Oc');
	expect(oneLine({ street: '1 quai', city: 'Oc' })).toBe('1 quai, Oc');
});

test('navigation goes to the pin, and to the address only where there is no pin', () => {
	expect(wayTo(PINNED, false)).toBe('geo:43.6,3.88?q=43.6,3.88');
	expect(wayTo(ADDRESS, false)).toBe(
		'geo:0,0?q=3%20rue%20des%20Tanneurs%2C%2034999%20Villeneuve-sur-Oc'
	);
});

test('Apple’s phones get a link of their maps', () => {
	expect(wayTo(PINNED, true)).toBe('https://maps.apple.com/?daddr=43.6,3.88');
	expect(isApplePhone('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)')).toBe(true);
	expect(isApplePhone('Mozilla/5.0 (Linux; Android 15; Pixel 8)')).toBe(false);
});
