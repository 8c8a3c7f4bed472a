/** Why a run is planned as it is, for its driver and the manager. It names no customer. */

import type { Text } from '../menu/menu.ts';

/** Minutes of a driver to the shop. */
export function whyNear(minutes: number): Text {
	if (minutes === 0) return { fr: 'À la pizzeria', en: 'At the shop' };
	return { fr: `À ${minutes} min de la pizzeria`, en: `${minutes} min from the shop` };
}

export function whyFree(minutes: number): Text {
	return { fr: `Libre depuis ${minutes} min`, en: `Free for ${minutes} min` };
}

/** A driver who is still out. */
export function whyBack(minutes: number): Text {
	return { fr: `De retour dans ${minutes} min`, en: `Back in ${minutes} min` };
}

/** Minutes to the promise; negative past it. */
export function whyNow(minutes: number): Text {
	if (minutes < 0)
		return { fr: `Promesse dépassée de ${-minutes} min`, en: `${-minutes} min past its promise` };
	return { fr: `Promise dans ${minutes} min`, en: `Promised in ${minutes} min` };
}

/** Several orders in one run: how many doors they have. */
export function whyTogether(orders: number, doors: number): Text {
	if (doors === 1)
		return {
			fr: `${orders} commandes pour la même adresse`,
			en: `${orders} orders for one address`
		};
	return { fr: `${orders} commandes sur un même trajet`, en: `${orders} orders on one way` };
}

export function whyKitchen(minutes: number): Text {
	return { fr: `Prête dans ${minutes} min`, en: `Ready in ${minutes} min` };
}

/** The second choice; `loss` is null when there was none. */
export function whySecond(name: string | undefined, loss: number | null): Text {
	if (name === undefined || loss === null)
		return { fr: 'Aucun autre livreur possible', en: 'No other driver possible' };
	if (loss < 1)
		return {
			fr: `Deuxième choix : ${name}, aussi bien`,
			en: `Second choice: ${name}, just as good`
		};
	const minutes = Math.round(loss);
	return {
		fr: `Deuxième choix : ${name}, ${minutes} min de perdues`,
		en: `Second choice: ${name}, ${minutes} min lost`
	};
}

export const WHY_UNPLANNED = {
	no_driver: { fr: 'Aucun livreur en service', en: 'No driver on shift' },
	all_declined: { fr: 'Tous les livreurs l’ont déclinée', en: 'Every driver declined it' },
	shift_end: {
		fr: 'Aucun livreur avant sa fin de service',
		en: 'No driver before the end of their shift'
	}
} as const satisfies Record<string, Text>;

export const waitsFor = (minutes: number): Text => ({
	fr: `Attend un livreur ${minutes} min`,
	en: `Waits ${minutes} min for a driver`
});

export function stopsBefore(count: number): Text {
	return count === 1
		? { fr: 'Un arrêt avant', en: 'One stop before' }
		: { fr: `${count} arrêts avant`, en: `${count} stops before` };
}
