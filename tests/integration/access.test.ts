import type { Express } from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CALLERS, openCast, type Cast, type CallerName } from '../support/house/cast.ts';
import { startTestServer, type TestServer } from '../support/house/server.ts';

/*
 * The expected access rights, written by hand and compared with the running server. Columns:
 * anonymous, revoked session | owner manager counter cook driver colleague (another driver), all of
 * `gare` | the same five of `halles`. In a cell: `+` allowed, or the status of the refusal.
 */
const ROUTES: Record<string, string> = {
	//                                          no  rev   own man cou coo dri col   own man cou coo dri
	'GET /healthz':
		'                           +   +     +   +   +   +   +   +     +   +   +   +   +',
	'GET /readyz':
		'                            +   +     +   +   +   +   +   +     +   +   +   +   +',
	'GET /metrics':
		'                           +   +     +   +   +   +   +   +     +   +   +   +   +',
	'GET /api/openapi.json':
		'                  +   +     +   +   +   +   +   +     +   +   +   +   +',
	'GET /api/map': '                  +   +     +   +   +   +   +   +     +   +   +   +   +',
	'POST /api/auth/sign-in/email':
		'           +   +     +   +   +   +   +   +     +   +   +   +   +',
	'POST /api/auth/sign-out':
		'                +   +     +   +   +   +   +   +     +   +   +   +   +',
	'GET /api/auth/get-session':
		'              +   +     +   +   +   +   +   +     +   +   +   +   +',
	'GET /api/me':
		'                            401 401   +   +   +   +   +   +     +   +   +   +   +',
	// No such link, for anybody.
	'GET /api/invitations/:token':
		'            404 404   404 404 404 404 404 404   404 404 404 404 404',
	'POST /api/invitations/:token':
		'           404 404   404 404 404 404 404 404   404 404 404 404 404',
	// Past the access rule: 422, because the current password is another one.
	'POST /api/me/password':
		'                  401 401   +   +   +   +   +   +     +   +   +   +   +',
	'GET /api/group':
		'                         +   +     +   +   +   +   +   +     +   +   +   +   +',
	'POST /api/setup':
		'                         +   +     +   +   +   +   +   +     +   +   +   +   +',
	'GET /api/shops':
		'                         +   +     +   +   +   +   +   +     +   +   +   +   +',
	'POST /api/shops':
		'                        401 401   +   403 403 403 403 403   +   403 403 403 403',
	'POST /api/shops/:shop/pace':
		'             401 401   404 404 403 403 403 403   403 403 403 403 403',
	'GET /api/shops/:shop/menu':
		'              +   +     +   +   +   +   +   +     +   +   +   +   +',
	'GET /api/photos/:photo':
		'                 +   +     +   +   +   +   +   +     +   +   +   +   +',
	'PUT /api/shops/:shop/products/:product/photo':
		' 401 401   +   +   403 403 403 403   403 403 403 403 403',
	'DELETE /api/shops/:shop/products/:product/photo':
		' 401 401   +   +   403 403 403 403   403 403 403 403 403',
	'POST /api/shops/:shop/caller': '     401 401   +   +   +   403 403 403   403 403 403 403 403',
	'POST /api/shops/:shop/price': '     +   +     +   +   +   +   +   +     +   +   +   +   +',
	'GET /api/shops/:shop/codes': '     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'POST /api/shops/:shop/codes': '     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'POST /api/shops/:shop/codes/:code/disable':
		'     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'GET /api/track/:token/receipt': '     +   +     +   +   +   +   +   +     +   +   +   +   +',
	'GET /api/orders/:id/receipt': '     401 401   +   +   +   403 403 403   404 404 404 404 404',
	'GET /api/shops/:shop/company': '     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'POST /api/shops/:shop/company': '     401 401   +   403 403 403 403 403   403 403 403 403 403',
	'GET /api/address':
		'                       +   +     +   +   +   +   +   +     +   +   +   +   +',
	'GET /api/shops/:shop/quote':
		'             +   +     +   +   +   +   +   +     +   +   +   +   +',
	'POST /api/quote': '     +   +     +   +   +   +   +   +     +   +   +   +   +',
	'GET /api/shops/:shop/kitchen': '     401 401   +   +   +   +   403 403   403 403 403 403 403',
	'PATCH /api/shops/:shop/kitchen': '     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'GET /api/shops/:shop/opening': '   401 401   +   +   403 403 403 403   403 403 403 403 403',
	'POST /api/shops/:shop/opening': '  401 401   +   +   403 403 403 403   403 403 403 403 403',
	'GET /api/shops/:shop/limits': '    401 401   +   +   403 403 403 403   403 403 403 403 403',
	'PATCH /api/shops/:shop/limits': '  401 401   +   +   403 403 403 403   403 403 403 403 403',
	'POST /api/shops/:shop/limits/preview':
		'            401 401   +   +   403 403 403 403   403 403 403 403 403',
	'POST /api/shops/:shop/kitchen/preview':
		'     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'GET /api/shops/:shop/orders':
		'            401 401   +   +   +   403 403 403   403 403 403 403 403',
	'GET /api/group/orders':
		'                   401 401   +   +   403 403 403 403   +   +   403 403 403',
	'GET /api/group/risks':
		'                   401 401   +   +   403 403 403 403   +   +   403 403 403',
	'GET /api/orders': '           401 401   +   +   +   403 403 403   +   +   +   403 403',
	'GET /api/group/figures':
		'                   401 401   +   +   403 403 403 403   +   +   403 403 403',
	'GET /api/shops/:shop/figures':
		'            401 401   +   +   403 403 403 403   403 403 403 403 403',
	'GET /api/shops/:shop/ledger':
		'            401 401   +   +   403 403 403 403   403 403 403 403 403',
	'GET /api/shops/:shop/days/:day/log':
		'     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'POST /api/shops/:shop/days/:day/close':
		'  401 401   +   +   403 403 403 403   403 403 403 403 403',
	'GET /api/shops/:shop/ready':
		'              +   +     +   +   +   +   +   +     +   +   +   +   +',
	'GET /api/shops/:shop/tickets':
		'           401 401   +   +   +   +   403 403   403 403 403 403 403',
	'GET /api/shops/:shop/recipes':
		'           401 401   +   +   +   +   403 403   403 403 403 403 403',
	'GET /api/shops/:shop/bumps':
		'             401 401   +   +   +   +   403 403   403 403 403 403 403',
	'GET /api/shops/:shop/fates':
		'             401 401   +   +   +   +   403 403   403 403 403 403 403',
	'GET /api/shops/:shop/notices':
		'           401 401   +   +   403 403 403 403   403 403 403 403 403',
	'POST /api/orders':
		'                       +   +     +   +   +   +   +   +     +   +   +   +   +',
	'GET /api/track/:token':
		'                  +   +     +   +   +   +   +   +     +   +   +   +   +',
	'GET /api/track/:token/history':
		'          +   +     +   +   +   +   +   +     +   +   +   +   +',
	'POST /api/track/:token/cancel':
		'          +   +     +   +   +   +   +   +     +   +   +   +   +',
	'POST /api/track/:token/change':
		'          +   +     +   +   +   +   +   +     +   +   +   +   +',
	// Anybody may call, and without a signature nothing is taken.
	'POST /api/webhooks/stripe':
		'              +   +     +   +   +   +   +   +     +   +   +   +   +',
	'POST /api/webhooks/paypal':
		'              +   +     +   +   +   +   +   +     +   +   +   +   +',
	'GET /api/payment-methods': '              +   +     +   +   +   +   +   +     +   +   +   +   +',
	'GET /api/track/:token/pay':
		'              +   +     +   +   +   +   +   +     +   +   +   +   +',
	'POST /api/track/:token/pay':
		'              +   +     +   +   +   +   +   +     +   +   +   +   +',
	'POST /api/track/:token/look':
		'              +   +     +   +   +   +   +   +     +   +   +   +   +',
	'GET /api/orders/:id/refund':
		'              401 401   +   +   403 403 403 403   404 404 404 404 404',
	'POST /api/orders/:id/refund':
		'              401 401   +   +   403 403 403 403   404 404 404 404 404',
	'POST /api/orders/:id/takings':
		'              401 401   +   +   403 403 403 403   404 404 404 404 404',
	'GET /api/shops/:shop/issues':
		'              401 401   +   +   403 403 403 403   403 403 403 403 403',
	'POST /api/shops/:shop/issues/:issue/retry':
		'              401 401   404 404 403 403 403 403   403 403 403 403 403',
	'POST /api/shops/:shop/issues/:issue/resolve':
		'              401 401   404 404 403 403 403 403   403 403 403 403 403',
	'GET /api/orders/:id/timeline':
		'           401 401   +   +   +   403 403 403   404 404 404 404 404',
	'GET /api/orders/:id/lines/:line/recipe':
		' 401 401   +   +   +   +   403 403   404 404 404 404 404',
	'POST /api/orders/:id/lines/:line/strike':
		'401 401   +   +   403 +   403 403   404 404 404 404 404',
	'POST /api/orders/:id/lines/:line/unstrike':
		'                                         401 401   +   +   403 +   403 403   404 404 404 404 404',
	'GET /api/shops/:shop/plan':
		'            401 401   +   +   403 403 403 403   403 403 403 403 403',
	'GET /api/shops/:shop/rehearsals':
		'            401 401   +   +   403 403 403 403   403 403 403 403 403',
	// Past the access rule: 409, because the day has no delivery.
	'POST /api/shops/:shop/rehearsals':
		'            401 401   +   +   403 403 403 403   403 403 403 403 403',
	'GET /api/shops/:shop/rehearsals/:rehearsal':
		'            401 401   +   +   403 403 403 403   403 403 403 403 403',
	'PATCH /api/shops/:shop/dispatch':
		'            401 401   +   +   403 403 403 403   403 403 403 403 403',
	'POST /api/shops/:shop/drivers/:driver/unwell':
		'            401 401   +   +   403 403 403 403   403 403 403 403 403',
	'POST /api/orders/:id/assign':
		'            401 401   +   +   +   403 403 403   404 404 404 404 404',
	'POST /api/orders/:id/unassign':
		'          401 401   +   +   +   403 403 403   404 404 404 404 404',
	'POST /api/orders/:id/alarms/:kind/seen':
		'          401 401   +   +   +   +   403 403   404 404 404 404 404',
	'GET /api/admin/products': '     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'POST /api/admin/products': '     401 401   +   403 403 403 403 403   403 403 403 403 403',
	'POST /api/admin/products/:item/copy':
		'     401 401   +   403 403 403 403 403   403 403 403 403 403',
	// Past the access rule: 422, because it has no file.
	'PUT /api/admin/products': '     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'PATCH /api/admin/products/:item': '     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'DELETE /api/admin/products/:item':
		'     401 401   +   403 403 403 403 403   403 403 403 403 403',
	'GET /api/admin/products/:item/log':
		'     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'GET /api/admin/categories': '     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'POST /api/admin/categories': '     401 401   +   403 403 403 403 403   403 403 403 403 403',
	'PATCH /api/admin/categories/:item':
		'     401 401   +   403 403 403 403 403   403 403 403 403 403',
	'DELETE /api/admin/categories/:item':
		'     401 401   +   403 403 403 403 403   403 403 403 403 403',
	'GET /api/admin/categories/:item/log':
		'     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'GET /api/admin/ingredients': '  401 401   +   +   403 403 403 403   403 403 403 403 403',
	'POST /api/admin/ingredients': ' 401 401   +   403 403 403 403 403   403 403 403 403 403',
	'PATCH /api/admin/ingredients/:item':
		'     401 401   +   403 403 403 403 403   403 403 403 403 403',
	'DELETE /api/admin/ingredients/:item':
		'     401 401   +   403 403 403 403 403   403 403 403 403 403',
	'GET /api/admin/ingredients/:item/log':
		'     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'GET /api/admin/extras': '       401 401   +   +   403 403 403 403   403 403 403 403 403',
	'POST /api/admin/extras': '      401 401   +   403 403 403 403 403   403 403 403 403 403',
	'PATCH /api/admin/extras/:item': '401 401   +   403 403 403 403 403   403 403 403 403 403',
	'DELETE /api/admin/extras/:item': '     401 401   +   403 403 403 403 403   403 403 403 403 403',
	'GET /api/admin/extras/:item/log': '     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'GET /api/admin/recipes': '      401 401   +   +   403 403 403 403   403 403 403 403 403',
	'PATCH /api/admin/recipes/:item': '     401 401   +   403 403 403 403 403   403 403 403 403 403',
	'GET /api/admin/recipes/:item/log':
		'     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'GET /api/admin/settings': '     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'PATCH /api/admin/settings/:item': '     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'GET /api/admin/settings/:item/log':
		'     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'GET /api/admin/holidays': '     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'POST /api/admin/holidays': '    401 401   +   +   403 403 403 403   403 403 403 403 403',
	'PATCH /api/admin/holidays/:item': '     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'DELETE /api/admin/holidays/:item':
		'     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'GET /api/admin/holidays/:item/log':
		'     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'GET /api/admin/stock': '        401 401   +   +   403 403 403 403   403 403 403 403 403',
	'PATCH /api/admin/stock/:item': '401 401   +   +   403 403 403 403   403 403 403 403 403',
	'GET /api/admin/stock/:item/log': '     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'GET /api/admin/people': '     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'POST /api/admin/people': '     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'PATCH /api/admin/people/:item': '     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'DELETE /api/admin/people/:item': '     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'GET /api/admin/people/:item/log': '     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'POST /api/admin/people/:item/sign-out':
		'     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'POST /api/admin/people/:item/link':
		'     401 401   +   +   403 403 403 403   403 403 403 403 403',
	'GET /api/driver':
		'                        401 401   403 403 403 403 +   +     403 403 403 403 +',
	'GET /api/driver/queue':
		'                  401 401   403 403 403 403 +   +     403 403 403 403 +',
	'GET /api/shops/:shop/driver-queue':
		'            401 401   +   +   +   403 403 403   403 403 403 403 403',
	'POST /api/driver/shift':
		'                 401 401   403 403 403 403 +   +     403 403 403 403 +',
	'GET /api/shops/:shop/shifts':
		'            401 401   +   +   403 403 403 403   403 403 403 403 403',
	'POST /api/shops/:shop/shifts/:shift/float':
		'            401 401   +   +   403 403 403 403   403 403 403 403 403',
	'POST /api/shops/:shop/shifts/:shift/drop':
		'            401 401   +   +   403 403 403 403   403 403 403 403 403',
	'POST /api/shops/:shop/shifts/:shift/count':
		'            401 401   +   +   403 403 403 403   403 403 403 403 403',
	// For another driver the shift does not exist.
	'POST /api/driver/shifts/:shift/sign':
		'            401 401   403 403 403 403 +   404   403 403 403 403 404',
	// For another driver the run does not exist.
	'POST /api/runs/:run/accept':
		'             401 401   403 403 403 403 +   404   403 403 403 403 404',
	'POST /api/runs/:run/decline':
		'            401 401   403 403 403 403 +   404   403 403 403 403 404'
};

/**
 * `POST /api/orders/:id/:action`, one row for each action, and for each state where the result
 * differs.
 */
const ACTIONS: Record<string, string> = {
	//                                          no  rev   own man cou coo dri col   own man cou coo dri
	'pay awaiting_payment':
		'                   401 401   403 403 403 403 403 403   404 404 404 404 404',
	'lapse placed':
		'                           401 401   403 403 403 403 403 403   404 404 404 404 404',
	'accept placed':
		'                          401 401   +   +   +   +   403 403   404 404 404 404 404',
	'refuse placed':
		'                          401 401   +   +   +   +   403 403   404 404 404 404 404',
	'cancel placed':
		'                          401 401   +   +   +   403 403 403   404 404 404 404 404',
	'cancel making':
		'                          401 401   +   +   403 403 403 403   404 404 404 404 404',
	'start accepted':
		'                         401 401   +   +   403 +   403 403   404 404 404 404 404',
	'bake making':
		'                            401 401   +   +   403 +   403 403   404 404 404 404 404',
	'recall making':
		'                          401 401   +   +   403 +   403 403   404 404 404 404 404',
	'box in_oven':
		'                            401 401   +   +   403 +   403 403   404 404 404 404 404',
	'recall in_oven':
		'                         401 401   +   +   403 +   403 403   404 404 404 404 404',
	'recall boxed':
		'                           401 401   +   +   403 +   403 403   404 404 404 404 404',
	'collect boxed':
		'                          401 401   +   +   +   +   403 403   404 404 404 404 404',
	'pick_up boxed':
		'                          401 401   +   +   403 403 +   403   404 404 404 404 404',
	'arrive out':
		'                             401 401   +   +   403 403 +   403   404 404 404 404 404',
	'fail out':
		'                               401 401   +   +   403 403 +   403   404 404 404 404 404',
	'return out':
		'                             401 401   +   +   403 403 +   403   404 404 404 404 404',
	'deliver at_door':
		'                        401 401   +   +   403 403 +   403   404 404 404 404 404',
	'return failed':
		'                          401 401   +   +   403 403 +   403   404 404 404 404 404',
	// Not an action of the lifecycle.
	'boil placed':
		'                            401 401   404 404 404 404 404 404   404 404 404 404 404'
};

/** In a cell: `+` joined, or the code of the refusal. */
const FEEDS: Record<string, string> = {
	//                                          no  rev   own man cou coo dri col   own man cou coo dri
	'kitchen:gare':
		'                           401 401   +   +   +   +   403 403   403 403 403 403 403',
	'manage:gare':
		'                            401 401   +   +   +   403 403 403   403 403 403 403 403',
	'manage:group':
		'                           401 401   +   +   403 403 403 403   +   +   403 403 403',
	'driver:livreur1-gare':
		'                   401 401   +   +   403 403 +   403   403 403 403 403 403',
	'order:{token}':
		'                          +   +     +   +   +   +   +   +     +   +   +   +   +',
	'order:{unknown}':
		'                        404 404   404 404 404 404 404 404   404 404 404 404 404',
	'counter-board:gare': '                     +   +     +   +   +   +   +   +     +   +   +   +   +'
};

/** The other events. `painted` is for an order of `gare` without having joined its kitchen. */
const EVENTS: Record<string, string> = {
	//                                          no  rev   own man cou coo dri col   own man cou coo dri
	leave: '                                  +   +     +   +   +   +   +   +     +   +   +   +   +',
	painted:
		'                                403 403   403 403 403 403 403 403   403 403 403 403 403',
	position: '                               401 401   403 403 403 403 +   +     403 403 403 403 +'
};

let server: TestServer;
let cast: Cast;

beforeAll(async () => {
	server = await startTestServer();
	cast = await openCast(server);
});

afterAll(() => server.close());

function cells(row: string): [CallerName, string][] {
	const found = row.trim().split(/\s+/);
	expect(found).toHaveLength(CALLERS.length);
	return CALLERS.map((caller, i) => [caller, found[i] ?? '']);
}

describe('routes', () => {
	test('every route of the running server has a row here, and every row has a route', () => {
		const running = routesOf(server.app).filter(
			(route) => route !== 'POST /api/orders/:id/:action'
		);

		expect(running.sort()).toEqual(Object.keys(ROUTES).sort());
	});

	test.each(Object.entries(ROUTES))('%s', async (route, row) => {
		const seen: string[] = [];
		for (const [caller] of cells(row)) seen.push(await cast.request(caller, route));

		expect(named(seen)).toEqual(named(cells(row).map(([, cell]) => cell)));
	});
});

describe('actions', () => {
	test('every action of the server has a row', async () => {
		const known = new Set(Object.keys(ACTIONS).map((row) => row.split(' ')[0]));
		const described = await server.db.query<{ action: string }>(
			'select distinct action from transition'
		);

		for (const { action } of described.rows) expect([...known]).toContain(action);
	});

	test.each(Object.entries(ACTIONS))('%s', async (name, row) => {
		const [action = '', status = ''] = name.split(' ');
		const seen: string[] = [];
		for (const [caller] of cells(row)) seen.push(await cast.act(caller, action, status));

		expect(named(seen)).toEqual(named(cells(row).map(([, cell]) => cell)));
	});
});

describe('sockets', () => {
	test('every event and every kind of feed of the running hub has a row', async () => {
		const { body } = await server.call<string>('GET', '/metrics');
		const kinds = [...body.matchAll(/^hub_feed_sockets\{feed="([\w-]+)"\}/gm)].map((hit) => hit[1]);
		const rows = Object.keys(FEEDS).map((feed) =>
			feed === 'manage:group' ? 'group' : feed.split(':')[0]
		);

		expect([...new Set(rows)].sort()).toEqual(kinds.sort());
		expect([...server.hub.events].sort()).toEqual(['join', ...Object.keys(EVENTS)].sort());
	});

	test.each(Object.entries(FEEDS))('join %s', async (feed, row) => {
		const seen: string[] = [];
		for (const [caller] of cells(row)) seen.push(await cast.join(caller, feed));

		expect(named(seen)).toEqual(named(cells(row).map(([, cell]) => cell)));
	});

	test.each(Object.entries(EVENTS))('%s', async (event, row) => {
		const seen: string[] = [];
		for (const [caller] of cells(row)) seen.push(await cast.emit(caller, event));

		expect(named(seen)).toEqual(named(cells(row).map(([, cell]) => cell)));
	});
});

/** Keyed by the callers' names, so that a failed comparison names the caller. */
function named(seen: readonly string[]): Record<string, string | undefined> {
	return Object.fromEntries(CALLERS.map((caller, i) => [caller, seen[i]]));
}

interface Layer {
	route?: { path: string; methods: Record<string, boolean> };
	handle?: { stack?: Layer[] };
}

/** All routes of the Express app, nested ones included. */
function routesOf(app: Express): string[] {
	const walk = (layers: readonly Layer[]): string[] =>
		layers.flatMap((layer) => {
			if (!layer.route) return walk(layer.handle?.stack ?? []);
			const { path, methods } = layer.route;
			return Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`);
		});
	return walk((app.router as unknown as { stack: Layer[] }).stack);
}
