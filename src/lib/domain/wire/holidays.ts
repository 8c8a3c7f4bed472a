/** Days of a shop with hours of their own, in the back office. */

import type { Text } from '../menu/menu.ts';
import type { OfficeRow } from './office.ts';

export interface HolidayRow extends OfficeRow {
	/** YYYY-MM-DD, in the shop's zone; both included. */
	from: string;
	to: string;
	/** A text such as `11:30-14:00 18:00-22:30`; empty when it is closed. */
	hours: string;
	/** What customers read; may be empty. */
	reason: Text;
}

/** PATCH /api/admin/holidays/:item: what is absent stays. */
export interface HolidayChange {
	from?: string | undefined;
	to?: string | undefined;
	hours?: string | undefined;
	reason?: Text | undefined;
	isArchived?: boolean | undefined;
}

/** POST /api/admin/holidays. */
export interface NewHoliday {
	from: string;
	/** Absent for a single day. */
	to?: string | undefined;
	hours: string;
	reason: Text;
}
