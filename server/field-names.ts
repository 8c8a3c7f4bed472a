import type { Language, Text } from '#domain/menu/menu.ts';
import { rangeWords, LIMIT_WORDS } from '#domain/plan/limit-words.ts';
import { LIMIT_NAMES } from '#domain/plan/limits.ts';

const LIMITS_OF_SHOP = LIMIT_NAMES.map((name) => {
	const { fr, en } = LIMIT_WORDS[name].name;
	return [name, { fr: inQuotes(fr, '« ', ' »'), en: inQuotes(en, '“', '”') }] as const;
});

/** A name that has its quotes, as an alarm's, stays. */
function inQuotes(name: string, before: string, after: string): string {
	return name.startsWith(before) ? name : `${before}${name}${after}`;
}

/** Names of fields as people call them. */
const FIELDS: Record<string, Text> = {
	after: { fr: 'la page', en: 'the page' },
	...Object.fromEntries(LIMITS_OF_SHOP),
	amountMinor: { fr: 'le montant', en: 'the amount' },
	address: { fr: 'l’adresse', en: 'the address' },
	allergens: { fr: 'la liste des allergènes', en: 'the list of allergens' },
	allergy: { fr: 'l’allergie', en: 'the allergy' },
	category: { fr: 'la catégorie', en: 'the category' },
	changeFromMinor: { fr: 'la somme en espèces', en: 'the sum in cash' },
	channel: { fr: 'le canal', en: 'the channel' },
	city: { fr: 'la ville', en: 'the town' },
	code: { fr: 'le code promo', en: 'the promo code' },
	copyFrom: { fr: 'la pizzeria modèle', en: 'the shop to copy' },
	customer: { fr: 'le client', en: 'the customer' },
	day: { fr: 'le jour', en: 'the day' },
	description: { fr: 'la description', en: 'the description' },
	doorCode: { fr: 'le code de la porte', en: 'the door code' },
	driver: { fr: 'le livreur', en: 'the driver' },
	email: { fr: 'l’adresse e-mail', en: 'the e-mail address' },
	floor: { fr: 'l’étage', en: 'the floor' },
	fulfilment: { fr: 'livraison ou retrait', en: 'delivery or collection' },
	format: { fr: 'le format', en: 'the format' },
	halves: { fr: 'le choix des moitiés', en: 'the choice of halves' },
	from: { fr: 'le début', en: 'the start' },
	id: { fr: 'l’identifiant', en: 'the identifier' },
	kind: { fr: 'le genre de remise', en: 'the kind of discount' },
	language: { fr: 'la langue', en: 'the language' },
	legalName: { fr: 'le nom de la société', en: 'the name of the company' },
	lines: { fr: 'la liste des articles', en: 'the list of items' },
	maxUses: { fr: 'le nombre d’utilisations', en: 'the number of uses' },
	minimumMinor: { fr: 'le minimum de commande', en: 'the minimum of the order' },
	name: { fr: 'le nom', en: 'the name' },
	newPassword: { fr: 'le nouveau mot de passe', en: 'the new password' },
	note: { fr: 'la remarque', en: 'the note' },
	on: { fr: 'en service ou non', en: 'on shift or not' },
	options: { fr: 'le choix des suppléments', en: 'the choice of extras' },
	other: { fr: 'l’autre allergie', en: 'the other allergy' },
	password: { fr: 'le mot de passe', en: 'the password' },
	payment: { fr: 'le paiement', en: 'the payment' },
	phone: { fr: 'le téléphone', en: 'the phone number' },
	point: { fr: 'la position', en: 'the position' },
	postcode: { fr: 'le code postal', en: 'the postcode' },
	priceMinor: { fr: 'le prix', en: 'the price' },
	product: { fr: 'l’article', en: 'the item' },
	q: { fr: 'la recherche', en: 'the search' },
	threshold: { fr: 'le seuil', en: 'the limit' },
	quantity: { fr: 'la quantité', en: 'the quantity' },
	reason: { fr: 'le motif', en: 'the reason' },
	severity: { fr: 'la gravité', en: 'the severity' },
	shop: { fr: 'la pizzeria', en: 'the shop' },
	shopMinor: { fr: 'le prix de cette pizzeria', en: 'the price of this shop' },
	roles: { fr: 'le choix des rôles', en: 'the choice of roles' },
	siret: { fr: 'le numéro SIRET', en: 'the SIRET number' },
	size: { fr: 'la taille', en: 'the size' },
	slots: { fr: 'le contenu du menu', en: 'the content of the bundle' },
	status: { fr: 'l’état', en: 'the state' },
	street: { fr: 'la rue', en: 'the street' },
	to: { fr: 'la fin', en: 'the end' },
	until: { fr: 'la fin', en: 'the end' },
	value: { fr: 'la valeur', en: 'the value' },
	hours: { fr: 'l’horaire d’ouverture', en: 'the opening time' },
	zone: { fr: 'le fuseau horaire', en: 'the time zone' },
	vat: { fr: 'la classe de TVA', en: 'the VAT class' },
	vatNumber: { fr: 'le numéro de TVA', en: 'the VAT number' },
	version: { fr: 'la version', en: 'the version' },
	wantedAt: { fr: 'l’heure souhaitée', en: 'the wanted time' },
	without: { fr: 'la liste des ingrédients retirés', en: 'the list of removed ingredients' }
};

const FAILINGS: Record<string, Text> = {
	missing: { fr: 'manque', en: 'is missing' },
	too_big: { fr: 'dépasse la limite', en: 'is above the limit' },
	too_small: { fr: 'n’atteint pas le minimum', en: 'is below the minimum' },
	unrecognized_keys: { fr: 'contient un champ inconnu', en: 'has an unknown field' },
	other: { fr: 'n’est pas valable', en: 'is not valid' }
};

/** The form that a value of this field must have. */
const EXAMPLES: Record<string, Text> = {
	...Object.fromEntries(LIMIT_NAMES.map((name) => [name, rangeWords(name)])),
	changeFromMinor: { fr: 'au moins le total', en: 'at least the total' },
	phone: { fr: 'dix chiffres, comme 06 39 98 12 34', en: 'ten digits, such as 06 39 98 12 34' },
	postcode: { fr: 'cinq chiffres', en: 'five digits' },
	code: { fr: 'six à 24 lettres ou chiffres', en: 'six to 24 letters or digits' },
	siret: { fr: '14 chiffres', en: '14 digits' },
	vatNumber: { fr: 'comme FR92999120041', en: 'such as FR92999120041' },
	priceMinor: { fr: 'un montant au-dessus de zéro, comme 12,50', en: 'above zero, such as 12.50' },
	shopMinor: {
		fr: 'un montant comme 12,50, ou vide pour le prix du groupe',
		en: 'such as 12.50, or empty for the group’s price'
	},
	vat: { fr: '55, 100 ou 200 (millièmes)', en: '55, 100 or 200 (thousandths)' },
	value: { fr: 'un nombre, comme 10', en: 'a number, such as 10' },
	newPassword: { fr: 'dix à 128 caractères', en: 'ten to 128 characters' },
	password: { fr: 'dix à 128 caractères', en: 'ten to 128 characters' },
	hours: {
		fr: 'comme 11:30-14:00 18:00-22:30, sans chevauchement',
		en: 'such as 11:30-14:00 18:00-22:30, without overlap'
	},
	email: { fr: 'comme prenom@exemple.fr', en: 'such as name@example.com' }
};

export interface Issue {
	code: string;
	path: readonly PropertyKey[];
	/** The value is missing or blank. */
	missing: boolean;
}

/** The faults of a request, by the name of the field: "the phone number is missing (item 2)." */
export function issueWords(issue: Issue): Text {
	return { fr: say(issue, 'fr'), en: say(issue, 'en') };
}

function say(issue: Issue, language: Language): string {
	const field = issue.path.findLast(
		// The end of a period; inside a change, `to` is the new value of the field above it.
		(part, at) => typeof part === 'string' && part in FIELDS && (part !== 'to' || at === 0)
	);
	const whole = { fr: 'la demande', en: 'the request' };
	const name = (FIELDS[String(field)] ?? whole)[language];
	const failing = FAILINGS[issue.missing ? 'missing' : issue.code] ?? FAILINGS.other;
	const example = issue.missing ? undefined : EXAMPLES[String(field)]?.[language];
	const more = example ? `${language === 'fr' ? '\u202f' : ''}: ${example}` : '';
	const line = lineOf(issue.path, language);
	return `${name.charAt(0).toUpperCase()}${name.slice(1)} ${failing?.[language] ?? ''}${more}${line}.`;
}

function lineOf(path: readonly PropertyKey[], language: Language): string {
	const [list, index] = path;
	if (list !== 'lines' || typeof index !== 'number') return '';
	return ` (${language === 'fr' ? 'article' : 'item'} ${index + 1})`;
}
