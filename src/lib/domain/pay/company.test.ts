import { describe, expect, it } from 'vitest';
import { isSiret, isVatNumber } from './company.ts';

describe('company data', () => {
	it.each([
		['73282932000074', true],
		['35600000000048', true],
		['73282932000075', false],
		['73282932000704', false],
		['7328293200007', false],
		['732829320000744', false],
		['7328293200007A', false],
		['', false]
	])('SIRET %s: %s', (siret, isOne) => {
		expect(isSiret(siret)).toBe(isOne);
	});

	it.each([
		['FR44732829320', true],
		['FR83404833048', true],
		['FR45732829320', false],
		['FR4473282932', false],
		['FR447328293200', false],
		['BE0428759497', true],
		['de123456789', false],
		['', false]
	])('VAT number %s: %s', (number, isOne) => {
		expect(isVatNumber(number)).toBe(isOne);
	});
});
