import type { JobName, JobPayloads } from '../db/plumbing/jobs.ts';
import type { Before, Handler } from './context.ts';
import { expireOffer } from './dispatch/expire.ts';
import { forecastShop } from './dispatch/forecast-shop.ts';
import { planShop } from './dispatch/plan-shop.ts';
import { askTravel } from './dispatch/planning.ts';
import { sendSeal } from './ledger/seal.ts';
import { sendReceipt } from './notices/receipt.ts';
import { sendLink } from './notices/person-link.ts';
import { sendNotice } from './notices/send.ts';
import { collectPayment } from './payments/collect.ts';
import { workOnPayment } from './payments/work.ts';
import { checkAlarmsOf } from './timers/alarms.ts';
import { checkDisplay } from './timers/display.ts';
import { escalate } from './timers/escalate.ts';
import { lapseUnaccepted, lapseUnpaid } from './timers/lapse.ts';
import { remind } from './timers/remind.ts';
import { issueDocuments } from './upkeep/documents.ts';
import { learnKitchenTimes } from './upkeep/kitchen-times.ts';
import { runRehearsal } from './rehearsal/run.ts';
import { runUpkeep } from './upkeep/minute.ts';

/** One handler for each job: a missing one does not compile. */
export const handlers: { readonly [Name in JobName]: Handler<JobPayloads[Name]> } = {
	'payment.collect': collectPayment,
	'payment.work': workOnPayment,
	'payment.lapse': lapseUnpaid,
	'display.check': checkDisplay,
	'accept.remind': remind,
	'accept.escalate': escalate,
	'accept.lapse': lapseUnaccepted,
	'alarm.check': checkAlarmsOf,
	'dispatch.plan': planShop,
	'forecast.shop': forecastShop,
	'offer.expire': expireOffer,
	'notice.send': sendNotice,
	'receipt.send': sendReceipt,
	'person.link': sendLink,
	'documents.issue': issueDocuments,
	'ledger.seal': sendSeal,
	'kitchen.learn': learnKitchenTimes,
	'rehearsal.run': runRehearsal,
	'upkeep.minute': runUpkeep
};

/** What runs before the transaction of a job. */
export const befores: { readonly [Name in JobName]?: Before<JobPayloads[Name]> } = {
	'dispatch.plan': askTravel,
	'forecast.shop': askTravel
};
