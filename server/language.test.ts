import { expect, test } from 'vitest';
import { languageOf } from './language.ts';

test.each([
	[{}, 'fr'],
	[{ 'accept-language': 'en-GB,en;q=0.9' }, 'en'],
	[{ 'accept-language': 'fr-FR, en;q=0.9' }, 'fr'],
	[{ 'accept-language': 'fr;q=0.3, en;q=0.9' }, 'en'],
	[{ 'accept-language': 'de, en;q=0' }, 'fr'],
	[{ 'accept-language': 'de-DE, *;q=0.1' }, 'fr'],
	[{ 'accept-language': 'en;q=much' }, 'fr'],
	[{ 'accept-language': 'fr', cookie: 'a=b; PARAGLIDE_LOCALE=en; c=d' }, 'en'],
	[{ 'accept-language': 'en', cookie: 'PARAGLIDE_LOCALE=de' }, 'en'],
	[{ 'accept-language': 'en', cookie: 'PARAGLIDE_LOCALE=fr' }, 'fr'],
	[{ 'accept-language': 'en;q=0.5, fr;q=0.5' }, 'en'],
	[{ 'accept-language': 'de,  EN ; q=0.4' }, 'en'],
	[{ 'accept-language': 'fr;level=1;q=0.2, en;q=0.3' }, 'en'],
	[{ 'accept-language': `${'de,'.repeat(70)}en` }, 'fr'],
	[{ 'accept-language': 'en', cookie: 'NOT_PARAGLIDE_LOCALE=fr' }, 'en']
])('%j is read as %s', (headers, language) => {
	expect(languageOf(headers)).toBe(language);
});
