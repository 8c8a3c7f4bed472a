import { passPayPalTime } from './paypal/api.ts';
import { passStripeTime } from './stripe/api.ts';
import type { World } from './world.ts';

/** What time does by itself at both providers. Runs each second, and whenever a knob moves the clock. */
export function passTime(world: World): void {
	passStripeTime(world);
	passPayPalTime(world);
}
