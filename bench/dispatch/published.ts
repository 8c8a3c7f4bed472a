/**
 * Published results of the rolling horizon of Reyes, Erera, Savelsbergh, Sahasrabudhe and O'Neil (The
 * meal delivery routing problem, 2018), tables 4, 9 and 12: click-to-door and ready-to-pickup minutes;
 * for the small instances also the click-to-door of their clairvoyant optimum without anticipatory moves.
 */
export interface Published {
	door: number;
	pickup: number;
	clairvoyant?: number;
	/** Undelivered, percent. */
	undelivered?: number;
}

export const SMALL: Readonly<Record<string, Published>> = {
	'0o50t100s1p100': { door: 31.19, pickup: 2.52, clairvoyant: 29.81 },
	'0o50t100s1p125': { door: 34.67, pickup: 2.27, clairvoyant: 33.4 },
	'0o50t100s2p100': { door: 29.79, pickup: 1.22, clairvoyant: 28.96 },
	'0o50t100s2p125': { door: 34.18, pickup: 1.85, clairvoyant: 32.6 },
	'0o50t75s1p100': { door: 28.4, pickup: 1.65, clairvoyant: 27.49 },
	'0o50t75s1p125': { door: 31.62, pickup: 1.19, clairvoyant: 31.1 },
	'0o50t75s2p100': { door: 27.29, pickup: 0.58, clairvoyant: 26.83 },
	'0o50t75s2p125': { door: 31.19, pickup: 0.7, clairvoyant: 30.52 },
	'0r50t100s1p100': { door: 32.46, pickup: 2.14, clairvoyant: 30.76 },
	'0r50t100s1p125': { door: 36.75, pickup: 2.16, clairvoyant: 34.66 },
	'0r50t100s2p100': { door: 31.21, pickup: 1.11, clairvoyant: 29.93 },
	'0r50t100s2p125': { door: 35.6, pickup: 1.22, clairvoyant: 33.86 },
	'0r50t75s1p100': { door: 29.57, pickup: 1.04, clairvoyant: 28.47 },
	'0r50t75s1p125': { door: 33.71, pickup: 1.19, clairvoyant: 32.45 },
	'0r50t75s2p100': { door: 29.03, pickup: 0.64, clairvoyant: 27.95 },
	'0r50t75s2p125': { door: 33.41, pickup: 0.84, clairvoyant: 32 }
};

export const CONGESTED: Readonly<Record<string, Published>> = {
	'1o50t100s1p100': { door: 38.24, pickup: 8.44, undelivered: 3.35 },
	'1o50t100s1p125': { door: 41.89, pickup: 8.51, undelivered: 4.09 },
	'1o50t100s2p100': { door: 31.54, pickup: 3.38, undelivered: 0 },
	'1o50t100s2p125': { door: 35.57, pickup: 3.73, undelivered: 0 },
	'5o50t100s1p100': { door: 38.3, pickup: 5.8, undelivered: 0.5 },
	'5o50t100s1p125': { door: 42.7, pickup: 6.4, undelivered: 1.3 },
	'7o50t100s1p125': { door: 38, pickup: 4.6, undelivered: 0.6 },
	'5o100t100s1p100': { door: 37.1, pickup: 4.2, undelivered: 0.6 }
};
