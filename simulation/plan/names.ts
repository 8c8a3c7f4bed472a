/** Fictional names of customers. */

export const firstNames = [
	...['Amandine', 'Baptiste', 'Camille', 'Djamila', 'Étienne', 'Fanny', 'Gaël', 'Héloïse'],
	...['Ismaël', 'Justine', 'Kenza', 'Lilian', 'Maëlys', 'Nicolas', 'Odile', 'Patrice'],
	...['Quentin', 'Rosalie', 'Samir', 'Tiphaine', 'Ulysse', 'Violette', 'Wassim', 'Yvette']
];

export const lastNames = [
	...['Albouy', 'Bénézech', 'Carrère', 'Delpech', 'Escande', 'Fraysse', 'Gineste', 'Hébrard'],
	...['Izard', 'Jalabert', 'Kaddour', 'Lafon', 'Mazel', 'Nougaret', 'Ortiz', 'Pradel'],
	...['Quintane', 'Rieux', 'Salvan', 'Teyssier', 'Uzan', 'Viala', 'Weber', 'Zanetti']
];
