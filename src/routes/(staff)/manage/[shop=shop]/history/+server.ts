import { redirect } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** The address of the list in earlier releases: links to it are kept in mails and bookmarks. */
export const GET: RequestHandler = ({ params, url }) =>
	redirect(308, `/manage/${params.shop}/orders${url.search}`);
