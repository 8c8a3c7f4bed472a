import { readOffice } from '$lib/office/read-office.server.ts';
import type { PersonRow } from '#domain/wire/people.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { shop } = event.params;
	return { shop, ...(await readOffice<PersonRow>(event, 'people', shop)) };
};
