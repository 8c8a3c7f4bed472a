import { describe, expect, test } from 'vitest';
import { readSettings } from './settings.ts';
import { travelOf } from './travel.ts';
import { webVariables } from './web.ts';
import { workerVariables } from './worker.ts';

describe.each(Object.entries({ webVariables, workerVariables }))('travel in %s', (_name, of) => {
	const read = (env: Record<string, string>) => {
		const result = readSettings({ DATABASE_URL: 'postgres://db/app', ...env }, of);
		return result.ok
			? { travel: travelOf(result.value), faults: [] }
			: { travel: undefined, faults: result.faults };
	};

	test('is without a provider unless one is given', () => {
		expect(read({})).toEqual({ travel: undefined, faults: [] });
		expect(read({ TRAVEL_SPEED: 'provider', TRAVEL_TIMEOUT_MS: '800' }).faults).toEqual([]);
	});

	test('has a profile for each kind', () => {
		expect(read({ TRAVEL_URL: 'http://osrm:5000', TRAVEL_KIND: 'osrm' }).travel).toEqual({
			kind: 'osrm',
			url: 'http://osrm:5000',
			profile: 'driving',
			speed: 'provider',
			timeoutMs: 800
		});
		expect(
			read({
				TRAVEL_URL: 'https://valhalla.example/eu?api_key=abc',
				TRAVEL_KIND: 'valhalla',
				TRAVEL_SPEED: 'shop',
				TRAVEL_TIMEOUT_MS: '300'
			}).travel
		).toMatchObject({ kind: 'valhalla', profile: 'auto', speed: 'shop', timeoutMs: 300 });
		expect(
			read({
				TRAVEL_URL: 'http://v:8002',
				TRAVEL_KIND: 'valhalla',
				TRAVEL_PROFILE: 'motor_scooter'
			}).travel?.profile
		).toBe('motor_scooter');
	});

	test.each([
		[{ TRAVEL_URL: 'http://osrm:5000' }, 'TRAVEL_KIND is missing. Set it: osrm or valhalla'],
		[{ TRAVEL_KIND: 'osrm' }, 'TRAVEL_KIND is for TRAVEL_URL, which is missing'],
		[{ TRAVEL_PROFILE: 'auto' }, 'TRAVEL_PROFILE is for TRAVEL_URL, which is missing'],
		[{ TRAVEL_URL: 'osrm:5000', TRAVEL_KIND: 'osrm' }, 'TRAVEL_URL must be an address'],
		[{ TRAVEL_URL: 'http://me:pw@osrm', TRAVEL_KIND: 'osrm' }, 'TRAVEL_URL must have no user name'],
		[{ TRAVEL_URL: 'http://osrm', TRAVEL_KIND: 'google' }, 'TRAVEL_KIND must be one of'],
		[
			{ TRAVEL_URL: 'http://osrm', TRAVEL_KIND: 'osrm', TRAVEL_PROFILE: '../route' },
			'TRAVEL_PROFILE must be the name of a profile'
		],
		[{ TRAVEL_TIMEOUT_MS: '60000' }, 'TRAVEL_TIMEOUT_MS must be a whole number'],
		[{ TRAVEL_SPEED: 'fast' }, 'TRAVEL_SPEED must be one of']
	])('refuses %o', (env, fault) => {
		expect(read(env).faults).toEqual([expect.stringContaining(fault)]);
	});

	test('repeats no password of an address in a fault', () => {
		const { faults } = read({ TRAVEL_URL: 'http://me:hunter2@osrm', TRAVEL_KIND: 'osrm' });

		expect(faults.join()).not.toContain('hunter2');
	});
});
