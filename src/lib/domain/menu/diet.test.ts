import { expect, test } from 'vitest';
import { demoMenu } from '../../../../db/demo/menu/index.ts';
import { vegetarianOn } from './diet.ts';

test('a product is vegetarian when all its sizes are without meat and fish', () => {
	const found = vegetarianOn(demoMenu);

	expect(found).toContain('margherita');
	expect(found).not.toContain('reine');
	expect(found).not.toContain('menu-duo');
	for (const product of demoMenu.products) {
		const used = product.sizes.flatMap((size) => size.recipe.map((step) => step.ingredient));
		const hasMeat = used.some((id) => ['ham', 'chorizo', 'tuna', 'anchovies'].includes(id));
		if (hasMeat) expect(found).not.toContain(product.id);
	}
});

test('a size without a recipe or with an unknown ingredient is not vegetarian', () => {
	const menu = structuredClone(demoMenu);
	const [small, medium] = menu.products.find(({ id }) => id === 'margherita')!.sizes;
	small!.recipe = [];
	expect(vegetarianOn(menu)).not.toContain('margherita');

	small!.recipe = [{ ...medium!.recipe[0]!, ingredient: 'something-new' }];
	expect(vegetarianOn(menu)).not.toContain('margherita');
});
