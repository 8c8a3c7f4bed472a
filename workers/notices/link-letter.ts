import type { LinkMail } from '../../db/tables/staff-links.ts';

/** The mail with the link for a password, in the language of the person. */
export function linkLetter(
	{ kind, language, by, shop }: LinkMail,
	link: string
): { subject: string; text: string } {
	const words = WORDS[language];
	const subject = shop === null ? words.subject[kind] : `${shop} – ${words.subject[kind]}`;
	const text = [
		words.hello,
		by === null ? words.without[kind] : `${by}${words.by[kind]}`,
		link,
		words.limit,
		words.unknown
	].join('\n\n');
	return { subject, text: `${text}\n` };
}

const WORDS = {
	fr: {
		subject: { invite: 'votre compte', reset: 'un autre mot de passe' },
		hello: 'Bonjour,',
		by: {
			invite: ' vous invite à rejoindre l’équipe. Choisissez votre mot de passe ici\u00a0:',
			reset: ' vous envoie ce lien pour choisir un autre mot de passe\u00a0:'
		},
		without: {
			invite: 'Vous êtes invité à rejoindre l’équipe. Choisissez votre mot de passe ici\u00a0:',
			reset: 'Choisissez un autre mot de passe ici\u00a0:'
		},
		limit: 'Ce lien sert une seule fois, dans les 72 heures.',
		unknown: 'Si vous n’attendiez pas ce message, ignorez-le\u00a0: rien ne change.'
	},
	en: {
		subject: { invite: 'your account', reset: 'another password' },
		hello: 'Hello,',
		by: {
			invite: ' invites you to join the team. Choose your password here:',
			reset: ' sends you this link to choose another password:'
		},
		without: {
			invite: 'You are invited to join the team. Choose your password here:',
			reset: 'Choose another password here:'
		},
		limit: 'This link works once, within 72 hours.',
		unknown: 'If you did not expect this message, ignore it: nothing changes.'
	}
} as const;
