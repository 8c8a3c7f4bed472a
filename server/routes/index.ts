import type { Context } from '../context.ts';
import type { Mount, RoutingTools } from '../routing.ts';
import { SERVED, type ServedName } from '../served.ts';
import { mountAccount } from './account.ts';
import { mountAdmin } from './admin.ts';
import { mountBoards } from './boards.ts';
import { mountCallers } from './callers.ts';
import { mountFoundOrders } from './found-orders.ts';
import { mountGroup } from './group.ts';
import { mountDispatch } from './dispatch.ts';
import { mountDriver } from './driver.ts';
import { mountHealth } from './health.ts';
import { mountKitchenCapacity } from './kitchen-capacity.ts';
import { mountLedger } from './ledger.ts';
import { mountLimits } from './limits.ts';
import { mountMenu } from './menu.ts';
import { mountOrders } from './orders.ts';
import { mountPayments } from './payments.ts';
import { mountWebhooks } from './webhooks.ts';
import { mountPlan } from './plan.ts';
import { mountPhotos } from './photos.ts';
import { mountDocuments } from './documents.ts';
import { mountPromotions } from './promotions.ts';
import { mountRehearsals } from './rehearsals.ts';
import { mountShifts } from './shifts.ts';
import { mountShops } from './shops.ts';
import { mountTracking } from './tracking.ts';

/** Every route. `assign` must stand before `act`, whose pattern would take it for an action. */
export function mountRoutes(mount: Mount, context: Context, tools: RoutingTools): void {
	mountHealth(mount, context, tools);
	mountAccount(mount, context, tools);
	mountShops(mount, context);
	mountMenu(mount, context);
	mountPhotos(mount, context);
	mountPromotions(mount, context);
	mountDocuments(mount, context);
	mountCallers(mount, context);
	mountTracking(mount, context);
	mountBoards(mount, context);
	mountGroup(mount, context);
	mountFoundOrders(mount, context);
	mountLedger(mount, context);
	mountDriver(mount, context);
	mountShifts(mount, context);
	mountAdmin(mount, context);
	mountKitchenCapacity(mount, context);
	mountLimits(mount, context);
	mountDispatch(mount);
	mountPlan(mount, context);
	mountRehearsals(mount, context);
	// Before `act`, whose pattern would take `refund` for an action.
	mountPayments(mount, context);
	mountWebhooks(mount, context, tools);
	mountOrders(mount, context);
	const missing = Object.keys(SERVED).filter((name) => !tools.mounted.has(name as ServedName));
	if (missing.length > 0) throw new Error(`nobody serves ${missing.join(', ')}`);
}
