import { describe, expect, it } from 'vitest';
import { isElsewhere, splitLine, suggest, understand } from './address.ts';
import { streetsOf } from './streets.ts';
import { DEMO_TOWN } from './town.ts';
import villeneuve from './town/villeneuve.json' with { type: 'json' };

const TOWN = { ...DEMO_TOWN, streets: streetsOf(villeneuve) };
const HOMES = [TOWN.postcode];
const read = (line: string) => understand(TOWN, splitLine(TOWN, line), HOMES);

describe('an address in one line', () => {
	it.each([
		['12 rue des Tanneurs', ['12 rue des Tanneurs', '', '']],
		[
			'12 rue des Tanneurs, 34999 Villeneuve-sur-Oc',
			['12 rue des Tanneurs', 'Villeneuve-sur-Oc', '34999']
		],
		['12, rue des Tanneurs villeneuve sur oc', ['12, rue des Tanneurs', 'Villeneuve-sur-Oc', '']],
		['1 rue de Rivoli, 75001 Paris', ['1 rue de Rivoli', 'Paris', '75001']],
		['34999', ['', '', '34999']]
	])('%s', (line, [street, city, postcode]) => {
		expect(splitLine(TOWN, line)).toEqual({ street, city, postcode });
	});
});

describe('what an address says', () => {
	it.each([
		['12 rue des Tanneurs', 'found'],
		['12 RUE DES TANNEURS, villeneuve-sur-oc', 'found'],
		['av de la République', 'found'],
		['34999', 'town'],
		['Villeneuve-sur-Oc', 'town'],
		['1 rue de Rivoli, 75001 Paris', 'elsewhere'],
		['75001', 'elsewhere'],
		['Paris', 'unknown'],
		['12 rue de la gare', 'unknown'],
		['1 rue des Tanneurs, 34000 Montpellier', 'unknown'],
		['xx', 'unknown'],
		['', 'unknown']
	])('%s is %s', (line, kind) => {
		expect(read(line).kind).toBe(kind);
	});

	it('never puts one street in the place of another, but names those that may be meant', () => {
		const answer = read('12 rue de la gare');

		expect(answer.point).toBeNull();
		expect(answer.suggestions).toEqual(['12 cours de la Gare', '12 place de la Gare']);
	});

	it('leaves a street of the same name in another town alone', () => {
		const paris = { street: '3 rue des Tanneurs', city: 'Paris', postcode: '' };

		expect(understand(TOWN, paris, HOMES)).toMatchObject({ kind: 'unknown', point: null });
	});

	it('knows no street where no shop stands in the town, and no town but its shops is elsewhere', () => {
		const toulouse = (line: string) => understand(TOWN, splitLine(TOWN, line), ['31000']);

		expect(toulouse('5 rue d’Alsace-Lorraine, 31000 Toulouse').kind).toBe('unmapped');
		expect(toulouse('12 rue des Tanneurs')).toMatchObject({ kind: 'unmapped', suggestions: [] });
		expect(toulouse('12 rue des Tanneurs, 34999 Villeneuve-sur-Oc').kind).toBe('elsewhere');
		expect(understand(TOWN, splitLine(TOWN, '75001 Paris'), []).kind).toBe('unmapped');
	});

	it('is elsewhere only when it is so to every shop', () => {
		const both = (line: string) => understand(TOWN, splitLine(TOWN, line), ['31000', '34999']).kind;

		expect(both('2 rue de Metz, 31000 Toulouse')).toBe('unknown');
		expect(both('12 rue des Tanneurs')).toBe('found');
		expect(both('1 rue de Rivoli, 75001 Paris')).toBe('elsewhere');
	});

	it('takes another département as too far, and a broken postcode as none', () => {
		expect(isElsewhere('75001', '34999')).toBe(true);
		expect(isElsewhere('34000', '34999')).toBe(false);
		expect(isElsewhere('75', '34999')).toBe(false);
		expect(isElsewhere('', '34999')).toBe(false);
	});
});

describe('streets while an address is typed', () => {
	it('keeps the house number and follows each letter', () => {
		expect(suggest(TOWN, '12 bis rue des tan')).toEqual(['12 bis rue des Tanneurs']);
		expect(suggest(TOWN, 'tann')).toEqual(['rue des Tanneurs']);
	});

	it('forgives a slip', () => {
		expect(suggest(TOWN, '3 rue des taneurs')).toEqual(['3 rue des Tanneurs']);
	});

	it('offers six at most, and none for a number or a kind of street alone', () => {
		expect(suggest(TOWN, 'rue de la p').length).toBeLessThanOrEqual(6);
		expect(suggest(TOWN, '12')).toEqual([]);
		expect(suggest(TOWN, 'rue')).toEqual([]);
	});
});
