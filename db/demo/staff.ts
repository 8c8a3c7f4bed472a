import type { Role } from '#domain/order/lifecycle.ts';
import type { Language } from '#domain/menu/menu.ts';
import { DEMO_SHOPS } from './shops.ts';

/** The password of all accounts of the demo group. */
export const DEMO_PASSWORD = 'passe-plat-demo';

export interface DemoStaff {
	name: string;
	email: string;
	/** From the range that the French regulator reserves for fiction. */
	phone: string;
	language: Language;
	roles: { shop: string; role: Role }[];
	driver: boolean;
}

// One row a shop: manager, counter, two cooks, three drivers.
const NAMES: Record<string, readonly string[]> = {
	gare: [
		...['Nadège Vidal', 'Thomas Roumégous', 'Salvatore Greco', 'Awa Diarra'],
		...['Karim Belkacem', 'Lucie Estève', 'Mathis Puech']
	],
	halles: [
		...['Olivier Castan', 'Chloé Arnal', 'Giulia Ferrante', 'Rémi Cabrol'],
		...['Yanis Haddad', 'Inès Fabre', 'Bastien Rouquette']
	],
	port: [
		...['Sandrine Molinier', 'Hugo Bascou', 'Mehdi Zerrouki', 'Paola Conti'],
		...['Daniel Okafor', 'Margaux Sirven', 'Théo Galtier']
	],
	lac: [
		...['Fabien Lacombe', 'Émilie Bonnafous', 'Antonin Serre', 'Fatou Ndiaye'],
		...['Sofiane Mansouri', 'Clara Delmas', 'Jules Viguier']
	],
	arenes: [
		...['Myriam Tournier', 'Kévin Azéma', 'Dario Lombardi', 'Solène Barthe'],
		...['Priya Nair', 'Romain Cazals', 'Léa Combes']
	]
};

const POSTS: readonly { mailbox: string; role: Role }[] = [
	{ mailbox: 'responsable', role: 'manager' },
	{ mailbox: 'comptoir', role: 'counter' },
	{ mailbox: 'cuisine', role: 'cook' },
	{ mailbox: 'cuisine2', role: 'cook' },
	{ mailbox: 'livreur1', role: 'driver' },
	{ mailbox: 'livreur2', role: 'driver' },
	{ mailbox: 'livreur3', role: 'driver' }
];

/** First names of the additional drivers of a large group, repeated as needed. */
const MORE = [
	...['Adam', 'Brune', 'Côme', 'Diane', 'Élio', 'Flore', 'Gabin', 'Hana', 'Iris', 'Joris'],
	...['Kelly', 'Loris', 'Mila', 'Noé', 'Oriane', 'Pablo', 'Rita', 'Sacha', 'Tess', 'Ugo']
];
const DRIVERS = POSTS.filter(({ role }) => role === 'driver').length;

const ENGLISH_SPEAKERS = ['Daniel Okafor', 'Priya Nair'];

const phoneOf = (number: number): string => `+3363998${String(number).padStart(4, '0')}`;

function teamOf(shop: string, shopIndex: number): DemoStaff[] {
	return (NAMES[shop] ?? []).map((name, index) => {
		const post = POSTS[index];
		if (!post) throw new Error(`${name} has no post`);
		return {
			name,
			email: `${post.mailbox}.${shop}@oc-pizza.example`,
			phone: phoneOf((shopIndex + 1) * 100 + index + 1),
			language: ENGLISH_SPEAKERS.includes(name) ? 'en' : 'fr',
			roles: [{ shop, role: post.role }],
			driver: post.role === 'driver'
		};
	});
}

const owner: DemoStaff = {
	name: 'Hélène Occhipinti',
	email: 'direction@oc-pizza.example',
	phone: phoneOf(1),
	language: 'fr',
	roles: DEMO_SHOPS.map(({ id }) => ({ shop: id, role: 'owner' })),
	driver: false
};

export const DEMO_STAFF: readonly DemoStaff[] = [
	owner,
	...DEMO_SHOPS.flatMap(({ id }, index) => teamOf(id, index))
];

/** The additional drivers of a group `size` times as large. */
export function moreDrivers(size: number): DemoStaff[] {
	return DEMO_SHOPS.flatMap(({ id, name }, shopIndex) =>
		Array.from({ length: DRIVERS * (size - 1) }, (_, index) => {
			const nth = DRIVERS + index + 1;
			return {
				name: `${MORE[index % MORE.length]} ${name.split(' ').at(-1)} ${nth}`,
				email: `livreur${nth}.${id}@oc-pizza.example`,
				phone: phoneOf((shopIndex + 1) * 100 + POSTS.length + index + 1),
				language: 'fr',
				roles: [{ shop: id, role: 'driver' }],
				driver: true
			};
		})
	);
}

export interface DemoSignIn {
	role: Role;
	email: string;
	password: string;
	shop: string;
}

function signIn(role: Role, email: string): DemoSignIn {
	return { role, email, password: DEMO_PASSWORD, shop: 'gare' };
}

/** One for each role at `gare`: what the start-up lines and the sign-in page show. */
export const DEMO_SIGN_INS: readonly DemoSignIn[] = [
	signIn('owner', 'direction@oc-pizza.example'),
	signIn('manager', 'responsable.gare@oc-pizza.example'),
	signIn('counter', 'comptoir.gare@oc-pizza.example'),
	signIn('cook', 'cuisine.gare@oc-pizza.example'),
	signIn('driver', 'livreur1.gare@oc-pizza.example')
];
