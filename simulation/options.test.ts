import { expect, test } from 'vitest';
import { addressOf, houseAt } from './client/house.ts';
import { readOptions } from './options.ts';

test('defaults to a Friday at ten times the speed', () => {
	const { scene, seed, speed, url, anyway } = readOptions([]);
	expect({ scene, seed, speed, url, anyway }).toEqual({
		scene: 'friday-rush',
		seed: 7,
		speed: 10,
		url: 'http://localhost:3000',
		anyway: false
	});
});

test('reports wrong options as text', () => {
	expect(() => readOptions(['--speed', 'fast'])).toThrow('--speed fast: a number from 0.1 to 1000');
	expect(() => readOptions(['--seed', '1.5'])).toThrow('--seed 1.5: a whole number');
	expect(() => readOptions(['--url', 'there'])).toThrow('--url there is no address');
	expect(() => readOptions(['--sped', '3'])).toThrow('--sped');
});

test('shares of card and PayPal are at most all orders', () => {
	expect(readOptions([]).shares).toEqual({ card: 0.7, paypal: 0.1 });
	expect(readOptions(['--card', '0']).shares).toEqual({ card: 0, paypal: 0.1 });
	expect(readOptions(['--card', '1']).shares).toEqual({ card: 1, paypal: 0 });
	expect(() => readOptions(['--card', '0.8', '--paypal', '0.3'])).toThrow('more than all orders');
	expect(() => readOptions(['--paypal', '1.1'])).toThrow('--paypal 1.1: a number from 0 to 1');
});

test('clients have their own addresses on this machine, and one address elsewhere', () => {
	const near = houseAt('http://localhost:3000', 'linux');
	expect(near.origin).toBe('http://localhost:3000');
	expect(near.target.href).toBe('http://127.0.0.1:3000/');
	const homes = Array.from({ length: 300 }, (_, n) => addressOf(near, `home ${n}`));
	expect(new Set(homes).size).toBeGreaterThan(295);
	for (const home of homes) expect(home).toMatch(/^127\.\d+\.\d+\.\d+$/);
	expect(addressOf(near, 'home 1')).toBe(addressOf(near, 'home 1'));

	expect(addressOf(houseAt('http://localhost:3000', 'darwin'), 'home 1')).toBeUndefined();
	expect(addressOf(houseAt('https://pizza.example', 'linux'), 'home 1')).toBeUndefined();
});
