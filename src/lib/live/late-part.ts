/**
 * A reader of a late part of the page (`import()`), for a button that can be pressed again. Some
 * browsers never ask again for a file that failed once, and after a release the old file is gone:
 * from the second failure on, when the server answers, the page is loaded again. Rejects with the
 * error of the import.
 */
export function latePart<Part>(load: () => Promise<Part>): () => Promise<Part> {
	let failures = 0;
	return async () => {
		try {
			return await load();
		} catch (error) {
			failures += 1;
			if (failures > 1 && (await isServed())) location.reload();
			throw error;
		}
	};
}

/** Whether the server has an answer for this page now. */
async function isServed(): Promise<boolean> {
	const answer = await fetch(location.href, { method: 'HEAD', cache: 'no-store' }).catch(
		() => null
	);
	return answer?.ok ?? false;
}
