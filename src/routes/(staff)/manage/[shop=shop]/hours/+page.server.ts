import { readOffice } from '$lib/office/read-office.server.ts';
import type { SettingRow } from '#domain/wire/office.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { shop } = event.params;
	return { shop, ...(await readOffice<SettingRow>(event, 'settings', shop)) };
};
