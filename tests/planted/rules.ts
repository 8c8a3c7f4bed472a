import { domain, unit } from './planted.ts';
import type { Planted } from './planted.ts';

/** Faults in the domain rules. */
export const RULES: readonly Planted[] = [
	{
		id: 'sync-older-change-wins',
		breaks: 'a late duplicate undoes what the screen already shows',
		file: domain('wire/sync'),
		find: 'if (known && known.version >= change.version) return { ...state, seq };',
		replace: 'if (known && known.version > change.version + 99) return { ...state, seq };',
		test: unit('src/lib/domain/wire/sync.test.ts', 'never shows an older version after a newer one')
	},
	{
		id: 'sync-held-changes-lost',
		breaks: 'a change between a join and its answer never reaches the screen',
		file: domain('wire/sync'),
		find: 'return state.held.reduce(applyChange, joined);',
		replace: 'return joined;',
		test: unit(
			'src/lib/domain/wire/sync.test.ts',
			'is followed by the changes that arrived while it was on its way'
		)
	},
	{
		id: 'sync-unsure-beat-confirms',
		breaks: 'a screen looks current while the hub has lost Postgres',
		file: domain('wire/sync'),
		find: "if (state.phase !== 'joined' || !pulse.live || pulse.seq < state.seq) return state;",
		replace: "if (state.phase !== 'joined' || pulse.seq < state.seq) return state;",
		test: unit(
			'src/lib/domain/wire/sync.test.ts',
			'is not renewed by a hub that is unsure, behind us, or not joined'
		)
	},
	{
		id: 'sync-late-beat-confirms',
		breaks: 'a hub that is behind the screen confirms it',
		file: domain('wire/sync'),
		find: "if (state.phase !== 'joined' || !pulse.live || pulse.seq < state.seq) return state;",
		replace: "if (state.phase !== 'joined' || !pulse.live) return state;",
		test: unit(
			'src/lib/domain/wire/sync.test.ts',
			'is not renewed by a hub that is unsure, behind us, or not joined'
		)
	},
	{
		id: 'sync-never-stale',
		breaks: 'a screen without beats for ten seconds is not marked as stale',
		file: domain('wire/sync'),
		find: 'return { stale: ageMs >= STALE_AFTER_MS - HUB_LAG_MS, ageMs };',
		replace: 'return { stale: ageMs >= 6 * STALE_AFTER_MS, ageMs };',
		test: unit('src/lib/domain/wire/sync.test.ts', 'ends before the data may be ten seconds old')
	},
	{
		id: 'sync-gone-orders-stay',
		breaks: 'an order that left during a disconnect stays on the screen',
		file: domain('wire/sync'),
		find: 'subjects.set(key, { ...known, view: null });',
		replace: 'subjects.set(key, known);',
		test: unit(
			'src/lib/domain/wire/sync.test.ts',
			'removes subjects that it does not contain, and keeps newer ones'
		)
	},
	{
		id: 'sync-driver-jumps-back',
		breaks: 'an older position moves a driver back on the map',
		file: domain('wire/sync'),
		find: 'if (!before || Date.parse(before.at) <= Date.parse(place.at)) places',
		replace: 'if (!before || before.at !== place.at) places',
		test: unit('src/lib/domain/wire/sync.test.ts', 'are replaced by newer ones only')
	},
	{
		id: 'money-cent-lost',
		breaks: 'the parts of a bundle do not add up to its price',
		file: domain('order/money'),
		find: 'if (left <= 0) break;',
		replace: 'if (left <= 1) break;',
		test: unit('src/lib/domain/order/money.test.ts', 'adds up to the cent, for any weights')
	},
	{
		id: 'money-vat-on-top',
		breaks: 'the VAT is computed from the net price, not from the paid price',
		file: domain('order/money'),
		find: '/ (2 * (1000 + rate)));',
		replace: '/ 2000);',
		test: unit(
			'src/lib/domain/order/money.test.ts',
			'an amount of 1100 cents at 100 thousandths contains 100 cents'
		)
	},
	{
		id: 'pricing-second-line-stock',
		breaks: 'a second line of the same pizza uses no stock',
		file: domain('menu/pricing'),
		find: 'needs.set(id, (needs.get(id) ?? 0) + quantity * request.quantity);',
		replace: 'needs.set(id, needs.get(id) ?? quantity * request.quantity);',
		test: unit(
			'src/lib/domain/menu/pricing.test.ts',
			'two lines of the same product both use the stock, each with its quantity'
		)
	},
	{
		id: 'pricing-extras-free',
		breaks: 'extras cost nothing',
		file: domain('menu/pricing'),
		find: 'unitMinor: base + extras',
		replace: 'unitMinor: base',
		test: unit(
			'src/lib/domain/menu/pricing.test.ts',
			'costs base price, extras and quantity, with its VAT included'
		)
	},
	{
		id: 'pricing-allergens-first-half',
		breaks: 'the second half of a pizza has no allergens',
		file: domain('menu/pricing'),
		find: 'for (const part of parts) for (const step of part.size.recipe) addAll(step.ingredient);',
		replace:
			'for (const part of parts.slice(0, 1)) for (const step of part.size.recipe) addAll(step.ingredient);',
		test: unit(
			'src/lib/domain/menu/pricing.test.ts',
			'half-and-half costs the dearer half and uses half of each recipe'
		)
	},
	{
		id: 'pricing-allergens-of-extras',
		breaks: 'an extra has no allergens',
		file: domain('menu/pricing'),
		find: 'for (const { item } of options) if (item.uses) addAll(item.uses.ingredient);',
		replace: '',
		test: unit(
			'src/lib/domain/menu/pricing.test.ts',
			'allergens of the menu include sizes, extras and every option of a bundle'
		)
	},
	{
		id: 'dispatch-each-its-driver',
		breaks: 'orders for one door travel apart',
		file: domain('plan/parcels'),
		find: 'distanceM(door, order.door) > SAME_DOOR_M',
		replace: 'distanceM(door, order.door) >= 0',
		test: unit('src/lib/domain/plan/shop-plan.test.ts', 'orders for one door travel in one run')
	},
	{
		id: 'dispatch-asks-again',
		breaks: 'a driver gets an offer again after declining it',
		file: domain('plan/shop-plan'),
		find: 'declinedBy: order.declinedBy.toSorted()',
		replace: 'declinedBy: []',
		test: unit(
			'src/lib/domain/plan/shop-plan.test.ts',
			'an order is not given to a driver who declined it'
		)
	},
	{
		id: 'slots-before-work',
		breaks: 'a slot at the opening is offered that the kitchen cannot meet',
		file: domain('time/slots'),
		find: 'Math.max(soonest, span.from + work) / SLOT',
		replace: 'Math.max(soonest, span.from) / SLOT',
		test: unit(
			'src/lib/domain/time/slots.test.ts',
			'begin, before opening, when the kitchen can be ready'
		)
	},
	{
		id: 'slots-between-quarters',
		breaks: 'an order ahead is accepted for any minute',
		file: domain('time/slots'),
		find: "if (wanted % SLOT !== 0) return refuse('bad_time', QUARTERS);",
		replace: '',
		test: unit(
			'src/lib/domain/time/slots.test.ts',
			'is refused with a message: too soon, not a quarter hour, closed, too far ahead'
		)
	},
	{
		id: 'listing-ends-its-block',
		breaks: 'the name of a shop can put markup into a page',
		file: domain('menu/listing'),
		find: "JSON.stringify(data).replaceAll('<', '\\\\u003c')",
		replace: 'JSON.stringify(data)',
		test: unit(
			'src/lib/domain/menu/listing.test.ts',
			'a text of the menu cannot end the data block'
		)
	}
];
