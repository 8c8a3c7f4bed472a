import { checkAlarms } from '../../db/commands/check-alarms.ts';
import type { JobPayloads } from '../../db/plumbing/jobs.ts';
import type { Handler } from '../context.ts';

/** Something of the order is due, or has changed: its alarms are raised and withdrawn as they stand now. */
export const checkAlarmsOf: Handler<JobPayloads['alarm.check']> = async (tx, check) => {
	await checkAlarms(tx, check);
};
