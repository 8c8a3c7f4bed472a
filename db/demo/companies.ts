import type { Company } from '#domain/pay/company.ts';
import { TOWN } from './demo-addresses.ts';

const SEAT = { postcode: TOWN.postcode, city: TOWN.name };
const OC_PIZZA = {
	...SEAT,
	legalName: 'OC Pizza SARL',
	street: '4 place de la Gare',
	vatNumber: 'FR92999120041'
};

/** Invented companies: three shops are the founder's, two are companies of their own. */
export const DEMO_COMPANIES: Readonly<Record<string, Company>> = {
	gare: { ...OC_PIZZA, siret: '99912004100010' },
	halles: { ...OC_PIZZA, siret: '99912004100028' },
	port: { ...OC_PIZZA, siret: '99912004100036' },
	lac: {
		...SEAT,
		legalName: 'Pizza du Lac SAS',
		street: '8 avenue du Lac',
		siret: '99912017300011',
		vatNumber: 'FR03999120173'
	},
	arenes: {
		...SEAT,
		legalName: 'Les Arènes Restauration SARL',
		street: '15 rue des Arènes',
		siret: '99912023100017',
		vatNumber: 'FR80999120231'
	}
};
