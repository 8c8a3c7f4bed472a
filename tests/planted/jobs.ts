import { integration } from './planted.ts';
import type { Planted } from './planted.ts';

const dispatch = (name: string) => integration('workers-dispatch', name);
const once = (name: string) => integration('workers-once', name);
const signIn = (name: string) => integration('sign-in', name);

/** Faults in background jobs and in access control. */
export const JOBS: readonly Planted[] = [
	{
		id: 'job-done-twice',
		breaks: 'a finished job is run again by the next worker',
		file: 'db/plumbing/outbox.ts',
		find: 'where id = $1 and done_at is null and failed_at is null and run_at <= clock_timestamp()\n\t\tfor update',
		replace: 'where id = $1 and failed_at is null and run_at <= clock_timestamp()\n\t\tfor update',
		test: once('sends one mail with the tracking link, which is not stored')
	},
	{
		id: 'job-before-its-time',
		breaks: 'an outdated job in a queue ends an order too early',
		file: 'db/plumbing/outbox.ts',
		find: 'where id = $1 and done_at is null and failed_at is null and run_at <= clock_timestamp()\n\t\tfor update',
		replace: 'where id = $1 and done_at is null and failed_at is null\n\t\tfor update',
		test: once('is not run before its row is due')
	},
	{
		id: 'job-never-queued-again',
		breaks: 'a job lost by Redis is never run',
		file: 'db/plumbing/outbox.ts',
		find: 'and (queued_at is null or queued_at < clock_timestamp() - make_interval(secs => $2))',
		replace: 'and (queued_at is null or $2::float8 is null)',
		test: integration('jobs-alone', 'a job lost by its queue is queued again')
	},
	{
		id: 'job-lock-for-ever',
		breaks: 'a killed worker’s job waits for the requeue',
		file: 'workers/queues.ts',
		find: 'stalledInterval: lockMs,',
		replace: 'stalledInterval: 600_000,',
		test: integration(
			'jobs-alone',
			'a job of a killed worker is run again after its lock has expired'
		)
	},
	{
		id: 'job-without-second-attempt',
		breaks: 'a mail deferred by the server is sent only after the requeue',
		file: 'workers/queues.ts',
		find: 'attempts: spec?.attempts ?? 1,',
		replace: 'attempts: 1,',
		test: integration('jobs-alone', 'a failed job is retried by its own queue')
	},
	{
		id: 'job-given-up-silently',
		breaks: 'a mail that failed finally is shown as waiting',
		file: 'workers/process.ts',
		find: 'await outside?.abandon(tx);',
		replace: '',
		test: once('is given up after its last attempt, with a reason without personal data')
	},
	{
		id: 'job-told-in-errors',
		breaks: 'the reason of a failed job names the customer',
		file: 'workers/process.ts',
		find: "return [error.name, code, responseCode].filter(Boolean).join(' ');",
		replace: "return [error.name, code, responseCode, error.message].filter(Boolean).join(' ');",
		test: once('is given up after its last attempt, with a reason without personal data')
	},
	{
		id: 'mail-knocks-for-ever',
		breaks: 'every job tries to connect to a failing mail server',
		file: 'workers/notices/mail.ts',
		find: 'if (failures >= BREAKER.failures) restUntil = now() + BREAKER.restMs;',
		replace: '',
		test: once('pauses for a mail server that failed five times, without counting an attempt')
	},
	{
		id: 'mail-new-identity',
		breaks: 'a repeated mail has another Message-ID',
		file: 'workers/notices/mail.ts',
		find: 'messageId: `<notice-${mail.id}@${options.domain}>`,',
		replace: 'messageId: `<notice-${mail.id}-${performance.now()}@${options.domain}>`,',
		test: once('retries with the same mail, and ends with the first success')
	},
	{
		id: 'timer-after-acceptance',
		breaks: 'an accepted order raises the alarm for orders not accepted',
		file: 'workers/timers/remind.ts',
		find: "'not_accepted', ['placed']",
		replace: "'not_accepted', ['placed', 'accepted', 'cancelled']",
		test: integration('must-stop', 'its timers do nothing')
	},
	{
		id: 'timer-screen-not-asked',
		breaks: 'a displayed order raises the alarm for orders not displayed',
		file: 'workers/timers/display.ts',
		find: 'if (await receipts.isPainted(tx, order)) return;',
		replace: 'await receipts.isPainted(tx, order);',
		test: integration(
			'receipts',
			'a painted receipt during the timer’s check leaves no alarm, in either order'
		)
	},
	{
		id: 'dispatch-nobody-told',
		breaks: 'an order without a driver raises no alarm',
		file: 'workers/dispatch/plan-shop.ts',
		find: 'await timers.raiseNoDriver(tx, ',
		replace: 'void timers.raiseNoDriver;\n\tvoid (0, ',
		test: dispatch('reports that no driver is free, and clears it when one starts')
	},
	{
		id: 'dispatch-no-second-look',
		breaks: 'an order without a driver is not planned again',
		file: 'workers/dispatch/plan-shop.ts',
		find: '{ ...planItem(shop, `again-${shop}-${turn}`), inSeconds: AGAIN_SECONDS }',
		replace: '{ ...planItem(shop, `again-${shop}-${turn}`), inSeconds: 60 * AGAIN_SECONDS }',
		test: dispatch('plans again within a minute for an order without a driver')
	},
	{
		id: 'dispatch-no-look-at-start',
		breaks: 'a driver who starts a shift gets no offer until another change',
		file: 'db/commands/shift.ts',
		find: 'await outbox.add(tx, [planItem(shop, `shift-${shift}`)]);',
		replace: 'void planItem;',
		test: dispatch('reports that no driver is free, and clears it when one starts')
	},
	{
		id: 'dispatch-no-look-after-no',
		breaks: 'a declined order is not offered to another driver',
		file: 'db/steps/runs.ts',
		find: 'await outbox.add(tx, [planItem(shop, `run-${runId}-${ending}`)]);',
		replace: 'void shop;',
		test: dispatch('proposes with reasons, and after a decline asks the next driver')
	},
	{
		id: 'dispatch-offer-without-end',
		breaks: 'an unanswered offer blocks its order for ever',
		file: 'workers/dispatch/expire.ts',
		find: 'await offers.expireOffer(tx, run);',
		replace: 'void (tx, run, offers);',
		test: dispatch('an unanswered offer expires and goes to the next driver')
	},
	{
		id: 'dispatch-plans-piled-up',
		breaks: 'all queued plans are run, one after another',
		file: 'workers/dispatch/plan-shop.ts',
		find: 'await outbox.mergePlans(tx, shop);',
		replace: '',
		test: dispatch('queued plans run as one or two, and mark every order at once')
	},
	{
		id: 'dispatch-where-not-wanted',
		breaks: 'drivers get offers in a shop with manual dispatch',
		file: 'workers/dispatch/plan-shop.ts',
		find: "if (!setting || setting.mode === 'off') return undefined;",
		replace: 'if (!setting) return undefined;',
		test: dispatch('is off in a shop with manual dispatch')
	},
	{
		id: 'upkeep-keeps-answers',
		breaks: 'stored answers with names and addresses are never deleted',
		file: 'db/plumbing/command-keys.ts',
		find: '`delete from command where at < now() - make_interval(hours => $1)`',
		replace: '`delete from command where at < now() - make_interval(years => $1)`',
		test: integration('workers', 'runs the maintenance job once per minute for all workers')
	},
	{
		id: 'door-stranger-locks-out',
		breaks: 'wrong passwords from one address lock out the person everywhere',
		file: 'server/sign-in-limits.ts',
		find: "['signInHere', `${place} ${account}`],",
		replace: '',
		test: signIn('from one address does not lock out the person elsewhere')
	},
	{
		id: 'door-device-of-anyone',
		breaks: 'a known device allows attempts at any account',
		file: 'server/sign-in-limits.ts',
		find: 'if (device && knows(device, account, config.appSecret))',
		replace: 'if (device)',
		test: signIn('gains nothing by a device cookie of another account, or a forged one')
	},
	{
		id: 'door-right-passwords-counted',
		breaks: 'many sign-ins at one address lock out the shop',
		file: 'server/sign-in-limits.ts',
		find: 'await limits.giveBack(kind, caller);',
		replace: 'void (kind, caller);',
		test: signIn('correct passwords are not counted, so a whole shift can sign in at one address')
	},
	{
		id: 'alarm-makes-taps-stale',
		breaks: 'an alarm that comes by the clock refuses the tap of a cook',
		file: 'db/steps/as-seen.ts',
		find: 'return rowCount === 0 ? order.version : seen;',
		replace: 'return seen;',
		test: integration(
			'alarms',
			'does not make the tap of a cook stale, while a change by a person does'
		)
	},
	{
		id: 'alarm-never-withdrawn',
		breaks: 'an alarm stays when the forecast moves its due time',
		file: 'db/commands/check-alarms.ts',
		find: 'if (gone.length > 0) await alarms.withdraw(tx, orderId, gone);',
		replace: '',
		test: integration(
			'alarms',
			'a start is due as forecast, then late, and an UPDATE by hand ends it'
		)
	},
	{
		id: 'alarm-due-time-forgotten',
		breaks: 'an order is checked when it changes, and never at its due time',
		file: 'db/commands/check-alarms.ts',
		find: 'if (due == null) return;',
		replace: 'if (due !== undefined) return;',
		test: integration('alarms', 'the oven is due as forecast, then the order is in it for too long')
	},
	{
		id: 'alarm-checks-not-swept',
		breaks: 'an order whose check was given up is never checked again',
		file: 'workers/upkeep/minute.ts',
		find: 'const unwatched = await alarms.requestMissing(tx);',
		replace: 'const unwatched = 0;',
		test: integration('alarms', 'a check that was lost is requested again by the upkeep')
	}
];
