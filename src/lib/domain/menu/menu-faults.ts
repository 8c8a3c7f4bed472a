/** Whether a menu agrees with itself: what the form of each part cannot say. */

import type { Menu, Product, Text } from './menu.ts';

export interface MenuFault {
	/** Such as `products.3.sizes.0.recipe.2`. */
	path: string;
	message: Text;
}

const fault = (path: string, fr: string, en: string): MenuFault => ({ path, message: { fr, en } });

const unknown = (
	path: string,
	what: 'ingredient' | 'category' | 'optionGroup' | 'product',
	id: string
) => {
	const words = {
		ingredient: ['L’ingrédient', 'The ingredient'],
		category: ['La catégorie', 'The category'],
		optionGroup: ['Le groupe de suppléments', 'The option group'],
		product: ['Le produit', 'The product']
	}[what];
	return fault(
		path,
		`${words[0]} «\u00a0${id}\u00a0» n’existe pas.`,
		`${words[1]} “${id}” does not exist.`
	);
};

/** Everything in a menu that refers to nothing, or has the id of something else. */
export function menuFaults(menu: Menu): MenuFault[] {
	const known = {
		categories: new Set(menu.categories.map(({ id }) => id)),
		ingredients: new Set(menu.ingredients.map(({ id }) => id)),
		optionGroups: new Set(menu.optionGroups.map(({ id }) => id)),
		products: new Map(menu.products.map((product) => [product.id, product]))
	};
	return [
		...repeated('categories', menu.categories),
		...repeated('ingredients', menu.ingredients),
		...repeated('optionGroups', menu.optionGroups),
		...repeated('products', menu.products),
		...repeated(
			'optionGroups.items',
			menu.optionGroups.flatMap(({ items }) => items)
		),
		...menu.optionGroups.flatMap(({ items, min, max }, g) => [
			...(max < min
				? [
						fault(
							`optionGroups.${g}.max`,
							'Le maximum est sous le minimum.',
							'The maximum is below the minimum.'
						)
					]
				: []),
			...items.flatMap(({ uses }, i) =>
				uses && !known.ingredients.has(uses.ingredient)
					? [unknown(`optionGroups.${g}.items.${i}.uses`, 'ingredient', uses.ingredient)]
					: []
			)
		]),
		...menu.products.flatMap((product, p) => productFaults(product, `products.${p}`, known))
	];
}

interface Known {
	categories: ReadonlySet<string>;
	ingredients: ReadonlySet<string>;
	optionGroups: ReadonlySet<string>;
	products: ReadonlyMap<string, Product>;
}

function productFaults(product: Product, path: string, known: Known): MenuFault[] {
	const strays = (what: 'ingredient' | 'optionGroup', at: string, ids: readonly string[]) =>
		ids.filter((id) => !known[`${what}s`].has(id)).map((id) => unknown(`${path}.${at}`, what, id));
	return [
		...(known.categories.has(product.category)
			? []
			: [unknown(`${path}.category`, 'category', product.category)]),
		...strays('optionGroup', 'optionGroups', product.optionGroups),
		...strays('ingredient', 'removable', product.removable),
		...repeated(`${path}.sizes`, product.sizes),
		...product.sizes.flatMap(({ recipe }, z) => [
			...strays(
				'ingredient',
				`sizes.${z}.recipe`,
				recipe.map(({ ingredient }) => ingredient)
			),
			...repeated(
				`${path}.sizes.${z}.recipe`,
				recipe.map(({ layer }) => ({ id: String(layer) }))
			)
		]),
		...slotFaults(product, path, known)
	];
}

function slotFaults({ kind, slots }: Product, path: string, known: Known): MenuFault[] {
	if ((kind === 'bundle') !== (slots !== undefined))
		return [
			fault(`${path}.slots`, 'Seul un menu composé a des parts.', 'Only a bundle has slots.')
		];
	return (slots ?? []).flatMap(({ size, products }, s) =>
		products.flatMap((id) => {
			const at = `${path}.slots.${s}`;
			const product = known.products.get(id);
			if (!product) return [unknown(at, 'product', id)];
			if (product.sizes.some((one) => one.id === size)) return [];
			return [
				fault(
					at,
					`Le produit «\u00a0${id}\u00a0» n’a pas la taille «\u00a0${size}\u00a0».`,
					`The product “${id}” has no size “${size}”.`
				)
			];
		})
	);
}

function repeated(path: string, all: readonly { id: string }[]): MenuFault[] {
	const seen = new Set<string>();
	const faults: MenuFault[] = [];
	for (const [index, { id }] of all.entries()) {
		if (seen.has(id))
			faults.push(
				fault(
					`${path}.${index}`,
					`«\u00a0${id}\u00a0» est là deux fois.`,
					`“${id}” is there twice.`
				)
			);
		seen.add(id);
	}
	return faults;
}
