/** The company behind a shop, as receipts name it. */

export interface Company {
	legalName: string;
	street: string;
	postcode: string;
	city: string;
	/** 14 digits. */
	siret: string;
	/** With the letters of its country, without spaces. */
	vatNumber: string;
}

const LUHN_BASE = 10;

/** Whether 14 digits are a SIRET: the last one is a check digit (Luhn, ISO/IEC 7812-1 annex B). */
export function isSiret(text: string): boolean {
	if (!/^\d{14}$/.test(text)) return false;
	const sum = [...text].reverse().reduce((all, char, index) => {
		const digit = Number(char) * (index % 2 === 0 ? 1 : 2);
		return all + (digit > 9 ? digit - 9 : digit);
	}, 0);
	return sum % LUHN_BASE === 0;
}

/**
 * Whether a text is a VAT number: letters of a country and two to 13 characters; a French one has the key of its
 * SIREN, (12 + 3 × (SIREN modulo 97)) modulo 97.
 */
export function isVatNumber(text: string): boolean {
	const [, key, siren] = /^FR(\d{2})(\d{9})$/.exec(text) ?? [];
	if (text.startsWith('FR'))
		return siren !== undefined && Number(key) === (12 + 3 * (Number(siren) % 97)) % 97;
	return /^[A-Z]{2}[0-9A-Z]{2,13}$/.test(text);
}
