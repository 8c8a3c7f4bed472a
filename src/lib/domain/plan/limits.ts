/**
 * The limits of a shop that its manager sets: what the kitchen can do, how runs are offered, and when an alarm is
 * raised. Each has a unit and a range; rules for their change, and for what an unset one is.
 */

import { done, refuse, type FieldFault, type Result } from '../wire/faults.ts';
import type { Text } from '../menu/menu.ts';
import { ALARM_DEFAULTS, type AlarmLimits } from './alarms.ts';

export const LIMIT_GROUPS = ['kitchen', 'dispatch', 'acceptance', 'alarms'] as const;
export type LimitGroup = (typeof LIMIT_GROUPS)[number];

/** A `share` is between 0 and 1; `times` is a factor. */
export type LimitUnit = 'people' | 'places' | 'orders' | 'minutes' | 'seconds' | 'times' | 'share';

interface LimitKind {
	group: LimitGroup;
	unit: LimitUnit;
	min: number;
	max: number;
	isWhole?: true;
	/** May be unset: `usualOf` is then in force. */
	isOptional?: true;
}

const whole = (group: LimitGroup, unit: LimitUnit, min: number, max: number) =>
	({ group, unit, min, max, isWhole: true }) satisfies LimitKind;
const minutes = (min: number, max: number) =>
	({ group: 'kitchen', unit: 'minutes', min, max }) satisfies LimitKind;
const alarm = (unit: LimitUnit, min: number, max: number) =>
	({ group: 'alarms', unit, min, max, isOptional: true }) satisfies LimitKind;

/** In the order in which a form shows them. */
export const LIMITS = {
	hands: whole('kitchen', 'people', 1, 50),
	ovenPlaces: whole('kitchen', 'places', 1, 500),
	makeMinutes: minutes(0.25, 60),
	bakeMinutes: minutes(0.5, 60),
	cutMinutes: minutes(0, 60),
	prepMinutes: whole('kitchen', 'minutes', 1, 240),
	runOrders: whole('dispatch', 'orders', 1, 10),
	offerSeconds: whole('dispatch', 'seconds', 10, 600),
	displaySeconds: whole('acceptance', 'seconds', 5, 600),
	acceptReminderSeconds: whole('acceptance', 'seconds', 10, 3600),
	acceptEscalateSeconds: whole('acceptance', 'seconds', 20, 7200),
	acceptLapseSeconds: whole('acceptance', 'seconds', 60, 14_400),
	startLateMinutes: alarm('minutes', 0.5, 60),
	alarmMakeMinutes: alarm('minutes', 0, 60),
	alarmBakeMinutes: alarm('minutes', 0.5, 60),
	ovenLongFactor: alarm('times', 1, 10),
	coolingMinutes: alarm('minutes', 0.5, 120),
	noDriverMinutes: alarm('minutes', 0, 60),
	leaveMinutes: alarm('minutes', 0.5, 60),
	silentMinutes: alarm('minutes', 1, 60),
	answerShare: alarm('share', 0.1, 1)
} as const satisfies Record<string, LimitKind>;

export type LimitName = keyof typeof LIMITS;
export const LIMIT_NAMES = Object.keys(LIMITS) as LimitName[];

export const kindOf = (name: LimitName): LimitKind => LIMITS[name];

type OptionalName = {
	[Name in LimitName]: (typeof LIMITS)[Name] extends { isOptional: true } ? Name : never;
}[LimitName];

/** All limits of a shop; null is an unset one. */
export type ShopLimits = {
	[Name in LimitName]: Name extends OptionalName ? number | null : number;
};

/** What is to become of some limits, each with the value that its person saw: the fence. */
export type LimitChanges = Partial<Record<LimitName, { seen: number | null; to: number | null }>>;

/** What is in force while an optional limit is unset; null for one that is always set. */
export function usualOf(name: LimitName, limits: Pick<ShopLimits, 'bakeMinutes'>): number | null {
	if (!kindOf(name).isOptional) return null;
	if (name === 'alarmBakeMinutes') return limits.bakeMinutes;
	if (name === 'alarmMakeMinutes') return ALARM_DEFAULTS.makeMinutes;
	return ALARM_DEFAULTS[name as Exclude<OptionalName, 'alarmBakeMinutes' | 'alarmMakeMinutes'>];
}

/** The limits of the alarms of a shop; `minuteMs` is the length of its minute. */
export function alarmLimitsOf(limits: ShopLimits, minuteMs: number): AlarmLimits {
	const inForce = (name: OptionalName): number => limits[name] ?? usualOf(name, limits) ?? 0;
	return {
		minuteMs,
		prepMinutes: limits.prepMinutes,
		bakeMinutes: inForce('alarmBakeMinutes'),
		makeMinutes: inForce('alarmMakeMinutes'),
		startLateMinutes: inForce('startLateMinutes'),
		ovenLongFactor: inForce('ovenLongFactor'),
		coolingMinutes: inForce('coolingMinutes'),
		noDriverMinutes: inForce('noDriverMinutes'),
		leaveMinutes: inForce('leaveMinutes'),
		silentMinutes: inForce('silentMinutes'),
		answerShare: inForce('answerShare')
	};
}

/** The limits after the changes, whatever was seen; refuses reminder, warning and lapse in a wrong order. */
export function withChanges(limits: ShopLimits, changes: LimitChanges): Result<ShopLimits> {
	const set = Object.entries(changes).map(([name, { to }]) => [name, to] as const);
	const after = { ...limits, ...Object.fromEntries(set) };
	const fields = outOfOrder(after);
	if (fields.length === 0) return done(after);
	return { ok: false, fault: { code: 'limits_order', fields } };
}

/** As `withChanges`, but refuses a change of a limit that has changed since its person saw it. */
export function changedLimits(limits: ShopLimits, changes: LimitChanges): Result<ShopLimits> {
	const isStale = LIMIT_NAMES.some((name) => {
		const change = changes[name];
		return change !== undefined && change.seen !== limits[name];
	});
	return isStale ? refuse('limits_changed', undefined, limits) : withChanges(limits, changes);
}

/** The changes that do change something. */
export const realChanges = (limits: ShopLimits, changes: LimitChanges): LimitChanges =>
	Object.fromEntries(
		Object.entries(changes).filter(([name, { to }]) => limits[name as LimitName] !== to)
	);

const AFTER_REMINDER: Text = {
	fr: 'Doit être plus long que le premier rappel.',
	en: 'Has to be longer than the first reminder.'
};
const AFTER_ESCALATION: Text = {
	fr: 'Doit être plus long que le second rappel.',
	en: 'Has to be longer than the second reminder.'
};

function outOfOrder(limits: ShopLimits): FieldFault[] {
	const { acceptReminderSeconds, acceptEscalateSeconds, acceptLapseSeconds } = limits;
	const fault = (name: LimitName, message: Text) => ({ path: `changes.${name}.to`, message });
	return [
		...(acceptEscalateSeconds > acceptReminderSeconds
			? []
			: [fault('acceptEscalateSeconds', AFTER_REMINDER)]),
		...(acceptLapseSeconds > acceptEscalateSeconds
			? []
			: [fault('acceptLapseSeconds', AFTER_ESCALATION)])
	];
}
