import { MOVEMENT_WORDS } from '#domain/pay/ledger-words.ts';
import type { ClosedDay } from '#domain/pay/day.ts';
import type { Language } from '#domain/menu/menu.ts';

/** A seal as a letter to the people in charge: French, then English, because they may read either. */
export function sealLetter(shop: { id: string; name: string }, closed: ClosedDay) {
	return {
		subject: `${shop.name} – ${closed.day} – ${closed.hash.slice(0, 12)}`,
		text: [inFrench(shop, closed), inEnglish(shop, closed)].join('\n\n— — —\n\n')
	};
}

type Shop = Parameters<typeof sealLetter>[0];

function inFrench(shop: Shop, closed: ClosedDay): string {
	const { totals } = closed;
	const money = moneyIn('fr', totals.currency);
	return [
		`${shop.name} (${shop.id})\u00a0: la journée du ${closed.day} est clôturée.`,
		`Mouvements ${closed.firstSeq} à ${closed.lastSeq}, ${totals.movements} en tout.`,
		...totals.kinds.map(
			({ kind, count, amountMinor }) =>
				`  ${MOVEMENT_WORDS[kind].fr}\u00a0: ${money(amountMinor)} (${count})`
		),
		...totals.vat.map(
			(row) =>
				`  TVA ${row.rate / 10}\u00a0%\u00a0: ${money(row.vatMinor)}, contenue dans ${money(row.grossMinor)}`
		),
		`Sceau (SHA-256 du dernier mouvement)\u00a0:\n${closed.hash}`,
		'Conservez ce message hors de la machine : «\u00a0npm run ledger -- verify\u00a0» compare ses sceaux au grand livre.',
		'Ceci est un mécanisme, pas une certification NF525.'
	].join('\n');
}

function inEnglish(shop: Shop, closed: ClosedDay): string {
	const { totals } = closed;
	const money = moneyIn('en', totals.currency);
	return [
		`${shop.name} (${shop.id}): the day ${closed.day} is closed.`,
		`Movements ${closed.firstSeq} to ${closed.lastSeq}, ${totals.movements} in all.`,
		...totals.kinds.map(
			({ kind, count, amountMinor }) =>
				`  ${MOVEMENT_WORDS[kind].en}: ${money(amountMinor)} (${count})`
		),
		...totals.vat.map(
			(row) => `  VAT ${row.rate / 10} %: ${money(row.vatMinor)}, within ${money(row.grossMinor)}`
		),
		`Seal (SHA-256 of the last movement):\n${closed.hash}`,
		'Keep this message off the machine: `npm run ledger -- verify` compares its seals with the ledger.',
		'This is a mechanism, and no NF525 certificate.'
	].join('\n');
}

function moneyIn(language: Language, currency: string) {
	const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
	const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
	return (minor: number) => format.format(minor / 100);
}

/** A seal as a file: what `verify --seals` reads. */
export function sealFile(shop: string, closed: ClosedDay): string {
	const { day, closedAt, firstSeq, lastSeq, totals, hash } = closed;
	return `${JSON.stringify({ shop, day, closedAt, firstSeq, lastSeq, totals, hash }, null, '\t')}\n`;
}
