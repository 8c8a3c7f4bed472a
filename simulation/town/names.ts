/** Street names by quarter, for streets without a planned name. */

import type { Quarter } from './town-plan.ts';

const list = (text: string) => text.trim().split(/\s*\n\s*/);

/** Names used by the demo's first addresses: each is given to the nearest street. */
export const WANTED: { name: string; lat: number; lng: number }[] = [
	{ name: 'rue des Tanneurs', lat: 43.6082, lng: 3.8794 },
	{ name: 'rue du Four-Banal', lat: 43.6104, lng: 3.8781 },
	{ name: 'rue de la Vieille-Poste', lat: 43.6121, lng: 3.8797 }
];

export const POOLS: Record<Quarter, string[]> = {
	centre: list(`rue des Drapiers
		rue de la Ferronnerie
		rue du Puits-Couvert
		rue de l’Aiguillerie
		rue des Trois-Piliers
		rue du Change
		rue de la Monnaie
		rue des Pénitents-Gris
		ruelle du Chat-qui-Pêche
		rue de la Salle-l’Évêque
		rue du Grenier-à-Sel
		rue des Chaudronniers
		rue de l’Ancien-Courrier
		rue Draperie-Rouge
		rue du Petit-Scel
		rue de la Barrallerie
		passage de l’Horloge
		rue des Écoles-Vieilles
		rue Bonne-Nouvelle
		rue de la Loge
		rue du Bras-de-Fer
		rue des Sœurs-Noires
		rue de l’Arc-d’Arènes
		rue du Plan-d’Agde
		rue de la Verrerie
		rue du Cheval-Vert
		rue de la Croix-d’Or
		rue des Balances
		rue du Général-Sibour
		rue de la Collégiale
		rue Basse
		rue Haute
		rue du Palais
		rue des Étuves
		rue Traversière
		rue de la Tour-d’Auvergne
		rue des Deux-Ponts
		rue de l’Université
		rue des Augustins
		rue du Cardinal
		rue de la Poissonnerie
		rue du Mûrier
		rue Jacques-Dalmon
		rue de la Citadelle
		rue du Clos-Barlet
		rue de la Fontaine-Couverte
		rue des Orfèvres
		rue de la Providence`),
	west: list(`rue des Abricotiers
		rue du Couchant
		rue Paulin-Vidal
		rue des Amandiers
		rue du Docteur-Auriol
		rue des Vignerons
		rue du Mas-Blanc
		rue Élise-Mazel
		rue du Clos-Rey
		rue des Micocouliers
		rue Honoré-Castan
		rue de l’Olivette
		rue du Verger
		rue des Grenadiers
		rue Baptiste-Roumieu
		rue de la Treille
		rue des Figuiers
		rue du Muscat
		rue Camille-Bonnet
		rue des Sarments
		rue de la Source
		rue du Lavoir
		rue des Cyprès
		rue Antonin-Galzy
		rue des Arbousiers
		rue de la Crouzette
		rue Mathilde-Sabatier
		rue du Pigeonnier
		rue de la Colline
		rue des Genêts`),
	lake: list(`rue des Libellules
		rue du Héron-Cendré
		rue des Foulques
		rue des Saules
		rue du Martin-Pêcheur
		rue des Nénuphars
		rue de la Baignade
		rue des Iris
		rue des Tamaris
		rue du Grèbe
		rue des Canotiers
		rue de l’Embarcadère
		rue des Peupliers
		rue du Colvert
		rue des Aigrettes
		rue de la Presqu’île
		rue des Bécassines
		rue du Rossignol
		rue des Rainettes
		rue Augustine-Cros
		rue de la Grande-Vue
		rue du Vallon
		rue des Mésanges
		rue Félix-Bessière
		rue des Hirondelles
		rue du Loriot
		rue des Chardonnerets
		rue de la Roselière
		rue des Bergeronnettes
		rue du Rivage
		rue des Joncs
		rue Ernest-Vialla
		rue du Levraut
		rue des Huppes
		rue de la Combe`),
	north: list(`rue du Causse-Noir
		rue des Genévriers
		rue de l’Aven
		rue du Larzac
		rue des Buis
		rue de la Dolomie
		rue des Bergers
		rue Léonie-Fages
		rue de la Bergerie
		rue du Chêne-Vert
		rue Auguste-Nougaret
		rue des Lavandes
		rue du Thym
		rue de la Jasse
		rue des Drailles-Hautes
		rue du Romarin
		rue de la Serre
		rue Clément-Astruc
		rue des Cigales
		rue du Ciste
		rue de la Pierre-Plantée
		rue de la Lauze`),
	south: list(`rue des Maraîchers
		rue de la Meunière
		rue du Pressoir
		rue des Artichauts
		rue du Puits-à-Roue
		rue Marthe-Cabanel
		rue de la Noria
		rue des Cerisiers
		rue du Cheminot
		rue de l’Aiguillage
		rue des Ateliers
		rue du Dépôt
		rue Victor-Maurin
		rue des Oliviers
		rue de la Scourtine
		rue du Béal
		rue des Mûriers
		rue Joséphine-Rouquette
		rue de la Martinette
		rue de l’Huilerie
		rue des Pivoines
		rue du Grand-Jardin
		rue de la Serre-Chaude
		rue Édouard-Combes
		rue du Tilleul
		rue des Glycines
		rue de la Halte
		rue du Ballast
		rue des Jacinthes
		rue de la Prairie
		rue du Foin
		rue Rosalie-Teissier
		rue des Pommiers
		rue du Petit-Pré
		rue de la Luzerne
		rue des Coquelicots
		rue du Gué
		rue des Aulnes`),
	east: list(`rue des Gardians
		rue du Cocardier
		rue de la Manade
		rue des Tambourins
		rue Frédéric-Pagès
		rue de la Capelado
		rue du Razet
		rue des Félibres
		rue de l’Aubade
		rue Noélie-Arnal
		rue du Galoubet
		rue des Banderilles
		rue de la Farandole
		rue du Soleil-Levant
		rue des Romarins-Bleus
		rue Gabriel-Estève
		rue de la Ferrade
		rue du Trident
		rue Blanche-Roussel
		rue de la Cocarde
		rue des Raseteurs
		rue du Mistral
		rue de la Tramontane
		rue du Marin
		rue Isidore-Plantier
		rue de l’Alouette
		rue des Marronniers
		rue du Stade
		rue des Coureurs
		rue de la Victoire
		rue du Méridien
		rue Sylvie-Granier
		rue des Érables
		rue du Petit-Bois
		rue de l’Aurore
		rue des Sonnailles
		rue du Berger
		rue de la Pinède
		rue Hortense-Barral
		rue des Lauriers-Roses
		rue du Jasmin
		rue des Acacias`),
	port: list(`rue du Cabestan
		rue des Gabelous
		rue de la Corderie
		rue des Calfats
		rue du Sémaphore
		rue de l’Ancre
		rue des Haleurs
		rue de la Gabare
		rue du Gouvernail
		rue Nestor-Bonnafous
		rue des Docks
		rue de la Bouée
		rue du Ponton
		rue des Bateliers
		rue de la Vigie
		rue du Cap
		rue des Filets
		rue de l’Amarre
		rue Angèle-Pujol
		rue du Chenal
		rue des Pilotes
		rue de la Misaine
		rue du Phare
		rue des Saulniers`)
};

/** Used when the names of a quarter are exhausted. */
export const SPARE = list(`rue des Capucines
	rue du Verdier
	rue de la Rosée
	rue des Moissons
	rue du Ruisseau
	rue de la Paix
	rue des Jonquilles
	rue du Clair-Matin
	rue des Sorbiers
	rue de l’Étoile
	rue Adèle-Fournier
	rue des Bleuets
	rue du Rucher
	rue de la Liberté
	rue Simon-Delpech
	rue des Violettes
	rue du Vieux-Chêne
	rue de l’Avenir
	rue des Noisetiers
	rue du Belvès
	rue de la Ramée
	rue des Alisiers
	rue du Hameau
	rue Zoé-Carrière
	rue de la Concorde
	rue des Myrtes
	rue du Sentier
	rue de la Fauvette
	rue des Campanules
	rue Julien-Espinas
	rue des Clématites
	rue du Bon-Vent
	rue de la Charmille
	rue des Primevères
	rue du Laurier
	rue de l’Espérance
	rue Rose-Malaval
	rue des Bruyères
	rue du Petit-Chemin
	rue de la Bastide
	rue des Anémones
	rue Léon-Serres`);
