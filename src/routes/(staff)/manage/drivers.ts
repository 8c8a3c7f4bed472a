/** What each driver is doing, told from the orders that they hold. */

import type { DriverView, ManagedOrder } from '#domain/contract.ts';

export type DriverState = 'off' | 'free' | 'offered' | 'waiting' | 'out';

export interface DriverNow {
	driver: DriverView;
	state: DriverState;
	orders: ManagedOrder[];
}

export function driverStates(
	drivers: readonly DriverView[],
	orders: readonly ManagedOrder[]
): DriverNow[] {
	return drivers
		.map((driver) => {
			const held = orders.filter((order) => order.stop?.driver.id === driver.id);
			return { driver, orders: held, state: stateOf(driver, held) };
		})
		.toSorted((a, b) => a.driver.name.localeCompare(b.driver.name));
}

function stateOf(driver: DriverView, held: readonly ManagedOrder[]): DriverState {
	const runs = held.map((order) => order.stop?.runStatus);
	if (runs.includes('out')) return 'out';
	if (runs.includes('accepted')) return 'waiting';
	if (runs.includes('offered')) return 'offered';
	return driver.onShift ? 'free' : 'off';
}
