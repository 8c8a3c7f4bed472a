import { describe, expect, it } from 'vitest';
import { isElsewhere, splitLine, suggest, understand } from './address.ts';
import { streetsOf } from './streets.ts';
import { DEMO_TOWN } from './demo-town.ts';
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

describe('the parts of an address', () => {
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

	it('never replaces a street by a similar one, but suggests the similar ones', () => {
		const answer = read('12 rue de la gare');

		expect(answer.point).toBeNull();
		expect(answer.suggestions).toEqual(['12 cours de la Gare', '12 place de la Gare']);
	});

	it('does not match a street of the same name in another town', () => {
		const paris = { street: '3 rue des Tanneurs', city: 'Paris', postcode: '' };

		expect(understand(TOWN, paris, HOMES)).toMatchObject({ kind: 'unknown', point: null });
	});

	it('matches streets only in the town of a shop, and without a map nothing is too far', () => {
		const toulouse = (line: string) => understand(TOWN, splitLine(TOWN, line), ['31000']);

		expect(toulouse('5 rue d’Alsace-Lorraine, 31000 Toulouse').kind).toBe('unmapped');
		expect(toulouse('12 rue des Tanneurs')).toMatchObject({ kind: 'unmapped', suggestions: [] });
		expect(toulouse('12 rue des Tanneurs, 34999 Villeneuve-sur-Oc').kind).toBe('elsewhere');
		expect(understand(TOWN, splitLine(TOWN, '75001 Paris'), []).kind).toBe('unmapped');
	});

	it('is too far only when it is for every shop', () => {
		const both = (line: string) => understand(TOWN, splitLine(TOWN, line), ['31000', '34999']).kind;

		expect(both('2 rue de Metz, 31000 Toulouse')).toBe('unknown');
		expect(both('12 rue des Tanneurs')).toBe('found');
		expect(both('1 rue de Rivoli, 75001 Paris')).toBe('elsewhere');
	});

	it('treats another département as too far, and a broken postcode as missing', () => {
		expect(isElsewhere('75001', '34999')).toBe(true);
		expect(isElsewhere('34000', '34999')).toBe(false);
		expect(isElsewhere('75', '34999')).toBe(false);
		expect(isElsewhere('', '34999')).toBe(false);
	});
});

describe('street suggestions while an address is typed', () => {
	it('keep the house number and follow each letter', () => {
		expect(suggest(TOWN, '12 bis rue des tan')).toEqual(['12 bis rue des Tanneurs']);
		expect(suggest(TOWN, 'tann')).toEqual(['rue des Tanneurs']);
	});

	it('tolerate a typo', () => {
		expect(suggest(TOWN, '3 rue des taneurs')).toEqual(['3 rue des Tanneurs']);
	});

	it('are at most six, and none for a number or a kind of street alone', () => {
		expect(suggest(TOWN, 'rue de la p').length).toBeLessThanOrEqual(6);
		expect(suggest(TOWN, '12')).toEqual([]);
		expect(suggest(TOWN, 'rue')).toEqual([]);
	});
});
