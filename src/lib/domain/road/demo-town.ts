/** The fictional demo town and its addresses. */

import type { Point } from '../order/order.ts';

/** A street for the demo's addresses; its line is in `town/villeneuve.json`. */
export interface KnownStreet {
	name: string;
	/** About the middle of the street. */
	point: Point;
}

const street = (name: string, lat: number, lng: number): KnownStreet => ({
	name,
	point: { lat, lng }
});

const STREETS: readonly KnownStreet[] = [
	street('place de la Gare', 43.6048, 3.8812),
	street('rue des Tanneurs', 43.6082, 3.8794),
	street('rue du Four-Banal', 43.6104, 3.8781),
	street('place des Halles', 43.6112, 3.8768),
	street('rue de la Vieille-Poste', 43.6121, 3.8797),
	street('boulevard de l’Octroi', 43.6067, 3.8731),
	street('avenue de la République', 43.6094, 3.8853),
	street('rue des Jardiniers', 43.6031, 3.8744),
	street('rue du Moulin-à-Huile', 43.6009, 3.8803),
	street('chemin des Aubépines', 43.5978, 3.8771),
	street('rue Jeanne-Rivière', 43.6019, 3.8871),
	street('avenue du Grand-Pré', 43.6056, 3.8917),
	street('quai des Mariniers', 43.6017, 3.8996),
	street('rue du Bassin', 43.6003, 3.9027),
	street('allée des Voiliers', 43.5985, 3.8969),
	street('rue de l’Écluse', 43.6043, 3.9012),
	street('impasse du Cordier', 43.6024, 3.9053),
	street('rue des Arènes', 43.6176, 3.8952),
	street('place du Toril', 43.6187, 3.8968),
	street('rue de la Garrigue', 43.6208, 3.8991),
	street('boulevard des Platanes', 43.6149, 3.8903),
	street('rue Marius-Cazal', 43.6162, 3.8857),
	street('chemin de la Draille', 43.6231, 3.8917),
	street('avenue du Lac', 43.6242, 3.8683),
	street('rue des Roseaux', 43.6263, 3.8647),
	street('allée des Hérons', 43.6281, 3.8668),
	street('rue de la Plage', 43.6254, 3.8609),
	street('rue des Quatre-Vents', 43.6197, 3.8719),
	street('montée du Belvédère', 43.6174, 3.8768),
	street('rue Lucie-Fabrègue', 43.6143, 3.8703)
];

export const DEMO_TOWN = {
	name: 'Villeneuve-sur-Oc',
	postcode: '34999',
	streets: STREETS
} as const;
