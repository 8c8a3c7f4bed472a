/** What an order's history says, in words for people. */

import { m } from '$lib/paraglide/messages.js';
import { actionWord } from '$lib/ui/format.ts';
import { isAction } from '#domain/lifecycle.ts';

const EVENTS: Record<string, () => string> = {
	place: m.event_place,
	strike: m.event_strike,
	unstrike: m.event_unstrike,
	assign: m.event_assign,
	unassign: m.event_unassign,
	offer: m.event_offer,
	change: m.event_change,
	alert: m.event_alert,
	alert_cleared: m.event_alert_cleared
};

export function eventWord(action: string): string {
	return isAction(action) ? actionWord(action) : (EVENTS[action]?.() ?? action);
}

/** Who did it: `staff:<id>`, `customer`, `system:<job>` or `sql:<user>`. */
export function actorWord(actor: string): string {
	const [kind = '', name = ''] = actor.split(/:(.*)/s);
	if (kind === 'customer') return m.actor_customer();
	if (kind === 'system') return m.actor_system();
	if (kind === 'sql') return m.actor_sql({ name });
	return name || kind;
}
