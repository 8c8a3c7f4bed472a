import type { Language, Text } from '../menu/menu.ts';
import { csvOf } from '../text/csv.ts';
import type { LedgerEntry } from './day.ts';
import { MOVEMENT_WORDS } from './ledger-words.ts';

type Cell = string | number | null;

const COLUMNS: readonly { head: Text; of: (row: LedgerEntry, language: Language) => Cell }[] = [
	{ head: { fr: 'Numéro', en: 'Number' }, of: ({ seq }) => seq },
	{ head: { fr: 'Instant (UTC)', en: 'Instant (UTC)' }, of: ({ at }) => at },
	{ head: { fr: 'Type', en: 'Type' }, of: ({ kind }) => kind },
	{
		head: { fr: 'Mouvement', en: 'Movement' },
		of: ({ kind }, language) => MOVEMENT_WORDS[kind][language]
	},
	{ head: { fr: 'Débit', en: 'Debit' }, of: ({ debit }) => debit },
	{ head: { fr: 'Crédit', en: 'Credit' }, of: ({ credit }) => credit },
	{ head: { fr: 'Montant', en: 'Amount' }, of: ({ amountMinor }) => decimal(amountMinor) },
	{ head: { fr: 'Monnaie', en: 'Currency' }, of: ({ currency }) => currency },
	{ head: { fr: 'TVA', en: 'VAT' }, of: ({ vat }) => vatCell(vat) },
	{ head: { fr: 'Commande', en: 'Order' }, of: ({ order }) => order?.number ?? null },
	{ head: { fr: 'Id de commande', en: 'Order id' }, of: ({ order }) => order?.id ?? null },
	{ head: { fr: 'Id de paiement', en: 'Payment id' }, of: ({ intent }) => intent },
	{ head: { fr: 'Id de remboursement', en: 'Refund id' }, of: ({ refund }) => refund },
	{ head: { fr: 'Id de service', en: 'Shift id' }, of: ({ shift }) => shift },
	{ head: { fr: 'Livreur', en: 'Driver' }, of: ({ driver }) => driver },
	{ head: { fr: 'Par', en: 'By' }, of: ({ actor, actorName }) => actorName ?? actor },
	{ head: { fr: 'Note', en: 'Note' }, of: ({ note }) => note },
	{ head: { fr: 'Empreinte', en: 'Hash' }, of: ({ hash }) => hash }
];

/** The movements of a day as CSV. Amounts have a point and two decimals in both languages. */
export function ledgerCsv(rows: readonly LedgerEntry[], language: Language): string {
	return csvOf([
		COLUMNS.map(({ head }) => head[language]),
		...rows.map((row) => COLUMNS.map(({ of }) => of(row, language)))
	]);
}

const decimal = (minor: number): string => (minor / 100).toFixed(2);

/** `10%: 23.40 (2.13)`: rate, gross, VAT; several with a semicolon between them. */
function vatCell(vat: LedgerEntry['vat']): string | null {
	if (!vat) return null;
	const rows = vat.map(
		({ rate, grossMinor, vatMinor }) =>
			`${rate / 10}%: ${decimal(grossMinor)} (${decimal(vatMinor)})`
	);
	return rows.join('; ');
}
