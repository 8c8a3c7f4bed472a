import { mapIsDrawn, putPin } from '../screens/ways.ts';
import { findingsInBoth } from '../support/pages/axe.ts';
import { findChromium } from '../support/house/tools.ts';
import { expect, test } from './house.ts';
import { anEvening } from './scene.ts';

// Only with WebGL there is a map to look at, and pins and buttons on it.
test.use({
	launchOptions: {
		executablePath: findChromium(),
		args: [
			...['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader'],
			...['--enable-unsafe-swiftshader', '--disable-quic', '--no-first-run'],
			...['--disable-background-networking', '--disable-component-update', '--disable-sync']
		]
	}
});

test('axe finds nothing on drawn maps in both themes', async ({ house, people }) => {
	test.setTimeout(360_000);
	const { out } = await anEvening(house);
	const looks = [
		{ who: 'anybody', path: '/gare', way: putPin },
		{ who: 'anybody', path: `/track/${out.token}`, way: mapIsDrawn },
		{ who: 'manager', path: '/manage/gare', way: mapIsDrawn }
	] as const;

	for (const { who, path, way } of looks) {
		const page = await people.comes(who, { reducedMotion: 'reduce' });
		await page.goto(path);
		await way(page);

		expect.soft(await findingsInBoth(page), path).toEqual([]);
		await page.context().close();
	}
});
