import { integration } from './planted.ts';
import type { Planted } from './planted.ts';

const dispatch = (name: string) => integration('workers-dispatch', name);
const once = (name: string) => integration('workers-once', name);
const signIn = (name: string) => integration('sign-in', name);

/** Faults in background jobs and in access control. */
export const JOBS: readonly Planted[] = [
	{
		id: 'job-done-twice',
		breaks: 'a job that is done already is done again by the next worker',
		file: 'db/outbox.ts',
		find: 'where id = $1 and done_at is null and failed_at is null and run_at <= clock_timestamp()\n\t\tfor update',
		replace: 'where id = $1 and failed_at is null and run_at <= clock_timestamp()\n\t\tfor update',
		test: once('a mail goes out once, with the order’s link')
	},
	{
		id: 'job-before-its-time',
		breaks: 'a job left in a queue from yesterday ends an order before its time',
		file: 'db/outbox.ts',
		find: 'where id = $1 and done_at is null and failed_at is null and run_at <= clock_timestamp()\n\t\tfor update',
		replace: 'where id = $1 and done_at is null and failed_at is null\n\t\tfor update',
		test: once('whose row is not due yet is not run, whoever asks')
	},
	{
		id: 'job-never-queued-again',
		breaks: 'a job that Redis forgot is never done',
		file: 'db/outbox.ts',
		find: 'and (queued_at is null or queued_at < clock_timestamp() - make_interval(secs => $2))',
		replace: 'and (queued_at is null or $2::float8 is null)',
		test: integration('jobs-alone', 'a job that its queue forgot is queued again')
	},
	{
		id: 'job-lock-for-ever',
		breaks: 'the job of a worker that was killed waits for the requeue',
		file: 'workers/queues.ts',
		find: 'stalledInterval: lockMs,',
		replace: 'stalledInterval: 600_000,',
		test: integration('jobs-alone', 'a job whose worker was killed comes back')
	},
	{
		id: 'job-without-second-attempt',
		breaks: 'a mail that the server put off is sent only after the requeue',
		file: 'workers/queues.ts',
		find: 'attempts: spec?.attempts ?? 1,',
		replace: 'attempts: 1,',
		test: integration('jobs-alone', 'a job that failed is tried again')
	},
	{
		id: 'job-given-up-silently',
		breaks: 'a mail that could never be sent reads as waiting for ever',
		file: 'workers/process.ts',
		find: 'await outside?.abandon(tx);',
		replace: '',
		test: once('is given up after its last attempt')
	},
	{
		id: 'job-told-in-errors',
		breaks: 'the reason of a failed job names the customer',
		file: 'workers/process.ts',
		find: "return [error.name, code, responseCode].filter(Boolean).join(' ');",
		replace: "return [error.name, code, responseCode, error.message].filter(Boolean).join(' ');",
		test: once('is given up after its last attempt')
	},
	{
		id: 'mail-knocks-for-ever',
		breaks: 'a mail server that is down is knocked at by every job',
		file: 'workers/notices/mail.ts',
		find: 'if (failures >= BREAKER.failures) restUntil = now() + BREAKER.restMs;',
		replace: '',
		test: once('does not knock at a mail server that failed five times')
	},
	{
		id: 'mail-new-identity',
		breaks: 'a repeated mail cannot be told from a second one',
		file: 'workers/notices/mail.ts',
		find: 'messageId: `<notice-${mail.id}@${options.domain}>`,',
		replace: 'messageId: `<notice-${mail.id}-${performance.now()}@${options.domain}>`,',
		test: once('comes again as the same mail')
	},
	{
		id: 'timer-after-acceptance',
		breaks: 'an accepted order is shown as forgotten',
		file: 'workers/timers/remind.ts',
		find: "'not_accepted', ['placed']",
		replace: "'not_accepted', ['placed', 'accepted', 'cancelled']",
		test: integration('must-stop', 'its timers find nothing to do')
	},
	{
		id: 'timer-screen-not-asked',
		breaks: 'an order that a screen shows raises the alarm that none does',
		file: 'workers/timers/display.ts',
		find: 'if (await receipts.isPainted(tx, order)) return;',
		replace: 'await receipts.isPainted(tx, order);',
		test: integration('receipts', 'a screen that paints while the timer looks leaves no alarm')
	},
	{
		id: 'dispatch-nobody-told',
		breaks: 'an order that found no driver waits without a word',
		file: 'workers/dispatch/plan.ts',
		find: 'await timers.raiseNoDriver(\n\t\ttx,',
		replace: 'void timers.raiseNoDriver;\n\tvoid (\n\t\t0,',
		test: dispatch('says that nobody is free, and takes it back when somebody starts')
	},
	{
		id: 'dispatch-no-second-look',
		breaks: 'an order that found no driver is not planned again by itself',
		file: 'workers/dispatch/plan.ts',
		find: '{ ...planItem(shop, `again-${shop}-${minute}`), inSeconds: AGAIN_SECONDS }',
		replace: '{ ...planItem(shop, `again-${shop}-${minute}`), inSeconds: 60 * AGAIN_SECONDS }',
		test: dispatch('looks again within a minute for an order that found nobody')
	},
	{
		id: 'dispatch-no-look-at-start',
		breaks: 'a driver who starts gets nothing until something else happens',
		file: 'db/drivers.ts',
		find: 'await outbox.add(tx, [planItem(driver.shop, `shift-${started[0]?.id}`)]);',
		replace: 'void started;',
		test: dispatch('says that nobody is free, and takes it back when somebody starts')
	},
	{
		id: 'dispatch-no-look-after-no',
		breaks: 'an order that a driver declined is offered to nobody else',
		file: 'db/runs.ts',
		find: 'await outbox.add(tx, [planItem(shop, `run-${runId}-${ending}`)]);',
		replace: 'void shop;',
		test: dispatch('proposes with reasons, and after a no asks the next driver')
	},
	{
		id: 'dispatch-offer-without-end',
		breaks: 'an offer that nobody answers keeps its order for ever',
		file: 'workers/dispatch/expire.ts',
		find: 'await runs.expire(tx, run);',
		replace: 'void (tx, run, runs);',
		test: dispatch('an offer that nobody answers ends in time and goes to the next')
	},
	{
		id: 'dispatch-plans-piled-up',
		breaks: 'every plan that waited is made, one after another',
		file: 'workers/dispatch/plan.ts',
		find: 'await dispatch.mergePlans(tx, shop);',
		replace: '',
		test: dispatch('plans that piled up run as one or two')
	},
	{
		id: 'dispatch-where-not-wanted',
		breaks: 'drivers get offers in a shop that gives its runs by hand',
		file: 'workers/dispatch/plan.ts',
		find: "if (!board || board.mode === 'off') return;",
		replace: 'if (!board) return;',
		test: dispatch('does nothing in a shop that wants none')
	},
	{
		id: 'upkeep-keeps-answers',
		breaks: 'answers with names and addresses are kept for ever',
		file: 'db/commands.ts',
		find: '`delete from command where at < now() - make_interval(hours => $1)`',
		replace: '`delete from command where at < now() - make_interval(years => $1)`',
		test: integration('workers', 'does the minute’s upkeep once for all workers')
	},
	{
		id: 'door-stranger-locks-out',
		breaks: 'wrong passwords from one place keep the right person out everywhere',
		file: 'server/sign-in-limits.ts',
		find: "['signInHere', `${place} ${account}`],",
		replace: '',
		test: signIn('from one address does not keep the person out elsewhere')
	},
	{
		id: 'door-device-of-anyone',
		breaks: 'whoever owns any known device may try any account from it',
		file: 'server/sign-in-limits.ts',
		find: 'if (device && knows(device, account, config.appSecret))',
		replace: 'if (device)',
		test: signIn('gains nothing by a device of another account')
	},
	{
		id: 'door-right-passwords-counted',
		breaks: 'an evening’s start at one address locks the shop out',
		file: 'server/sign-in-limits.ts',
		find: 'await limits.giveBack(kind, caller);',
		replace: 'void (kind, caller);',
		test: signIn('right passwords are not counted')
	}
];
