import { read } from '$lib/live/load.server.ts';
import type { ReceiptAnswer } from '#domain/wire/contract.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const token = encodeURIComponent(event.params.token);
	const receipt = await read<ReceiptAnswer>(event, `/api/track/${token}/receipt`);
	const asked = event.url.searchParams.get('language');
	const language = asked === 'fr' || asked === 'en' ? asked : receipt.language;
	return { receipt, language, token: event.params.token };
};
