import { isIn, NOT_HANDED_OVER } from '#domain/order/order.ts';
import { needsDay, wallTime } from '#domain/time/hours.ts';
import type { Language, Text } from '#domain/menu/menu.ts';
import type { PaymentStatus } from '#domain/pay/payment.ts';
import { fillSlots, SLOT } from '#domain/order/notice-text.ts';
import { reasonText } from '#domain/order/reason-words.ts';
import type { NoticeSubject } from '../../db/tables/notices.ts';
import type { NoticeStage } from '../../db/plumbing/jobs.ts';

export interface Notice {
	subject: string;
	text: string;
}

const LOCALE: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' };

const HEADLINE: Record<NoticeStage, Text> = {
	placed: { fr: 'nous avons reçu votre commande', en: 'we have received your order' },
	accepted: { fr: 'la pizzeria a accepté votre commande', en: 'the pizzeria accepted your order' },
	boxed: { fr: 'votre commande est prête', en: 'your order is ready' },
	out: { fr: 'votre commande est en route', en: 'your order is on the way' },
	delivered: { fr: 'votre commande est livrée', en: 'your order was delivered' },
	cancelled: { fr: 'votre commande est annulée', en: 'your order was cancelled' },
	refused: { fr: 'la pizzeria ne peut pas la préparer', en: 'the pizzeria cannot make it' },
	failed: {
		fr: 'nous n’avons pas pu vous la remettre',
		en: 'we could not hand it over to you'
	}
};

/** The sentence about what comes next: the promised time, the amount to pay. */
const NEXT: Partial<Record<NoticeStage, (told: Told) => Text>> = {
	placed: ({ about, how, total, isPaid }) =>
		isPaid
			? {
					fr: `Prévue ${how.fr} ${about.fr}. Vos ${total} sont réservés et ne seront débités que si la pizzeria accepte.`,
					en: `Expected ${how.en} ${about.en}. Your ${total} are reserved and will only be charged if the pizzeria accepts.`
				}
			: {
					fr: `Prévue ${how.fr} ${about.fr}, ${total} à régler sur place. La pizzeria doit encore l’accepter.`,
					en: `Expected ${how.en} ${about.en}, ${total} to pay then. The pizzeria still has to accept it.`
				},
	accepted: ({ about, how }) => ({
		fr: `Prévue ${how.fr} ${about.fr}.`,
		en: `Expected ${how.en} ${about.en}.`
	}),
	boxed: ({ total, isPaid }) => ({
		fr: `Elle vous attend au comptoir, ${isPaid ? 'déjà payée' : `${total} à régler`}.`,
		en: `It is waiting for you at the counter, ${isPaid ? 'paid already' : `${total} to pay`}.`
	}),
	out: ({ due, total, isPaid }) => ({
		fr: `Elle était promise pour ${due.fr}. ${isPaid ? 'Elle est déjà payée.' : `À régler à la porte\u00a0: ${total}.`}`,
		en: `It was promised for ${due.en}. ${isPaid ? 'It is paid already.' : `To pay at the door: ${total}.`}`
	}),
	delivered: () => ({ fr: 'Bon appétit !', en: 'Enjoy your meal!' }),
	cancelled: ({ isPaid }) => (isPaid ? GIVEN_BACK : NOTHING_TO_PAY),
	refused: ({ isPaid }) => (isPaid ? GIVEN_BACK : NOTHING_TO_PAY)
};

const NOTHING_TO_PAY: Text = { fr: 'Rien ne vous sera demandé.', en: 'There is nothing to pay.' };
const GIVEN_BACK: Text = {
	fr: 'Votre paiement vous est rendu en entier, par le même moyen.',
	en: 'Your whole payment goes back to you, the way you paid.'
};

/** The customer has paid, or the money is reserved; also when it is on its way back. */
const PAID: readonly (PaymentStatus | null)[] = [
	'authorised',
	'captured',
	'released',
	'refunded',
	'disputed'
];

interface Told {
	/** Expected and promised time, in the shop's time zone. */
	about: Text;
	due: Text;
	how: Text;
	total: string;
	/** Through a provider. */
	isPaid: boolean;
}

/**
 * The message for one stage, in the customer's language, with placeholders for their name and the reason. It
 * contains neither their address nor their tracking link, because the text is stored and shown to the shop,
 * and the link opens the order. `now` is the time of writing; it is usually read on the same day.
 */
export function compose(order: NoticeSubject, stage: NoticeStage, now: number): Notice {
	const { language } = order;
	const next = NEXT[stage]?.(toldOf(order, now))[language];
	const hasReason = order.reason && isIn(NOT_HANDED_OVER, stage);
	const headline =
		language === 'fr'
			? `n° ${order.number}\u00a0: ${HEADLINE[stage].fr}`
			: `no. ${order.number}: ${HEADLINE[stage].en}`;
	const paragraphs = [
		`${language === 'fr' ? 'Bonjour' : 'Hello'} ${SLOT.name},`,
		`${order.shopName}, ${language === 'fr' ? 'commande' : 'order'} ${headline}.`,
		hasReason ? SLOT.reason : undefined,
		next
	];
	return {
		subject: `${order.shopName} ${headline}`,
		text: paragraphs.filter(Boolean).join('\n\n')
	};
}

/** The mail: the stored text with its placeholders filled in, and the link. */
export function letterOf(notice: Notice, order: NoticeSubject, link: string): string {
	const invitation =
		order.language === 'fr'
			? 'Suivre la commande minute par minute\u00a0:'
			: 'Follow it minute by minute:';
	const text = fillSlots(notice.text, {
		name: order.customerName,
		reason: order.reason && reasonText(order.reason, order.language)
	});
	return `${text}\n\n${invitation}\n${link}\n`;
}

function toldOf(order: NoticeSubject, now: number): Told {
	const locale = LOCALE[order.language];
	return {
		...timesOf(order, now),
		isPaid: PAID.includes(order.paymentStatus),
		how:
			order.fulfilment === 'delivery'
				? { fr: 'chez vous', en: 'at your door' }
				: { fr: 'au comptoir', en: 'at the counter' },
		total: new Intl.NumberFormat(locale, { style: 'currency', currency: order.currency }).format(
			order.totalMinor / 100
		)
	};
}

function timesOf(order: NoticeSubject, now: number): Pick<Told, 'about' | 'due'> {
	const { promisedAt, zone, language } = order;
	const at = wallTime(promisedAt.getTime(), zone)[language];
	if (!needsDay(promisedAt.getTime(), { zone, now, isAhead: order.wantedAt !== null }))
		return { about: { fr: `vers ${at}`, en: `at about ${at}` }, due: { fr: at, en: at } };
	const shape = { weekday: 'long', day: 'numeric', month: 'long', timeZone: zone } as const;
	const day = new Intl.DateTimeFormat(LOCALE[language], shape).format(promisedAt);
	return {
		about: { fr: `${day} vers ${at}`, en: `on ${day} at about ${at}` },
		due: { fr: `${day} à ${at}`, en: `${day} at ${at}` }
	};
}
