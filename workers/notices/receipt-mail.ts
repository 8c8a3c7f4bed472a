/** A receipt or a credit note as a mail, in text and HTML. */

import type { Language } from '#domain/menu/menu.ts';
import { DOCUMENT_LOCALE, DOCUMENT_WORDS } from '#domain/pay/document-words.ts';
import {
	documentName,
	tipOf,
	type DocumentContent,
	type DocumentKind
} from '#domain/pay/document.ts';

interface Receipt {
	kind: DocumentKind;
	year: number;
	number: number;
	issuedAt: Date;
	currency: string;
	content: DocumentContent;
}

interface Letter {
	subject: string;
	text: string;
	html: string;
}

/** One row: what it is, and an amount. */
type Row = readonly [what: string, amount: string];

/** The mail of a document, in the language of the order. */
export function composeReceipt(document: Receipt, language: Language, link: string): Letter {
	const words = DOCUMENT_WORDS[language];
	const { content, kind } = document;
	const { company, order, shop } = content;
	const title = `${words[kind]} ${documentName(document)}`;
	const head = [
		company.legalName,
		`${company.street}, ${company.postcode} ${company.city}`,
		`SIRET ${company.siret} · ${words.vat} ${company.vatNumber}`,
		`${title} · ${dayOf(document, language)}`,
		content.refund
			? `${words.corrects} ${content.refund.receipt}`
			: `${words.order}\u00a0${order.number}`
	];
	const rows = rowsOf(document, language);
	const invitation = `${words.link}${words.colon}`;
	return {
		subject: `${shop.name} · ${title}`,
		text: [
			head.join('\n'),
			rows.map(([what, amount]) => `${what}${words.colon}${amount}`).join('\n'),
			`${invitation}\n${link}\n`
		].join('\n\n'),
		html: pageOf({ language, title, head, rows, invitation: words.link, link })
	};
}

function rowsOf({ content, currency, kind }: Receipt, language: Language): Row[] {
	const words = DOCUMENT_WORDS[language];
	const locale = DOCUMENT_LOCALE[language];
	const money = (minor: number) =>
		new Intl.NumberFormat(locale, { style: 'currency', currency }).format(minor / 100);
	const percent = (rate: number) =>
		new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(
			rate / 1000
		);
	const some = (what: string, minor: number): Row[] => (minor === 0 ? [] : [[what, money(minor)]]);
	return [
		...content.lines.map((line): Row => [
			`${line.quantity} × ${line.name[language]}`,
			money(line.totalMinor)
		]),
		...some(words.discount, -content.discountMinor),
		...some(words.fee, content.feeMinor),
		[kind === 'receipt' ? words.total : words.back, money(content.totalMinor)],
		...content.vat.map(({ rate, grossMinor, vatMinor }): Row => [
			`${words.vat} ${percent(rate)} (${words.net} ${money(grossMinor - vatMinor)})`,
			money(vatMinor)
		]),
		...some(words.tip, tipOf(content.payment.takings))
	];
}

function dayOf({ issuedAt, content }: Receipt, language: Language): string {
	const locale = DOCUMENT_LOCALE[language];
	const shape = { dateStyle: 'long', timeStyle: 'short', timeZone: content.shop.zone } as const;
	return new Intl.DateTimeFormat(locale, shape).format(issuedAt);
}

interface Page {
	language: Language;
	title: string;
	head: readonly string[];
	rows: readonly Row[];
	invitation: string;
	link: string;
}

function pageOf({ language, title, head, rows, invitation, link }: Page): string {
	const cells = rows.map(
		([what, amount]) =>
			`<tr><td>${escaped(what)}</td><td style="text-align:right;white-space:nowrap">${escaped(amount)}</td></tr>`
	);
	return [
		`<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escaped(title)}</title></head>`,
		'<body style="font:16px/1.5 sans-serif;max-width:36rem">',
		`<p>${head.map(escaped).join('<br>')}</p>`,
		`<table style="width:100%">${cells.join('')}</table>`,
		`<p><a href="${escaped(link)}">${escaped(invitation)}</a></p></body></html>`
	].join('\n');
}

const ESCAPES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;'
};
const escaped = (text: string) => text.replace(/[&<>"]/g, (char) => ESCAPES[char] ?? char);
