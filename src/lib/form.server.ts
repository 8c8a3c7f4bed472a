import { error } from '@sveltejs/kit';
import { m } from '$lib/paraglide/messages.js';

/**
 * The form of a request. An unreadable form is the sender's fault: 400, or 413 when it is too
 * large.
 */
export async function readForm(request: Request): Promise<FormData> {
	try {
		return await request.formData();
	} catch (fault) {
		const isTooLong =
			typeof fault === 'object' && fault !== null && 'status' in fault && fault.status === 413;
		error(isTooLong ? 413 : 400, { message: m.error_unknown(), code: 'invalid' });
	}
}
