import { readOffice } from '$lib/office/read-office.server.ts';
import type { HolidayRow } from '#domain/wire/holidays.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { shop } = event.params;
	return { shop, ...(await readOffice<HolidayRow>(event, 'holidays', shop)) };
};
