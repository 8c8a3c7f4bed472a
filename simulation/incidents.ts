/** Plays the incidents of a scene. Oven and weather incidents are read by the actors themselves. */

import { run, type Stage } from './actors/stage.ts';
import type { ShopCast } from './cast.ts';
import type { Incident } from './plan/scene.ts';

export function playIncidents(stage: Stage, casts: readonly ShopCast[]): void {
	for (const incident of stage.plan.incidents) {
		const cast = casts.find(({ shop }) => 'shop' in incident && shop.id === incident.shop);
		if (cast) run(stage, incident.kind, play(stage, cast, incident));
	}
}

async function play(stage: Stage, cast: ShopCast, incident: Incident): Promise<void> {
	const set = switchOf(cast, incident);
	if (!set) return;
	await stage.clock.until(incident.from);
	set(false);
	try {
		await stage.clock.wait(incident.minutes);
	} finally {
		set(true);
	}
}

/** A function that switches the affected client's network. */
function switchOf(cast: ShopCast, incident: Incident): ((isOnline: boolean) => void) | undefined {
	if (incident.kind === 'driver_offline') {
		const driver = cast.drivers[incident.driver - 1];
		return driver && ((isOnline) => driver.setOnline(isOnline));
	}
	if (incident.kind !== 'shop_offline') return undefined;
	const { cooks, desk } = cast;
	const devices = [
		...cooks.map(({ caller, screen }) => ({ caller, feed: screen })),
		{ caller: desk.counter.caller, feed: desk.feed }
	];
	return (isOnline) => {
		for (const { caller, feed } of devices) {
			caller.setOnline(isOnline);
			if (isOnline) feed.mend();
			else feed.cut();
		}
	};
}
