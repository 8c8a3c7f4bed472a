/** The bundled town in the browser: where its file is, and its streets once they are asked for. */

import { streetsOf, type Street } from '#domain/streets.ts';
import townUrl from '#domain/town/villeneuve.json?url';

export { townUrl };

let streets: Promise<Street[]> | undefined;

/** The streets, fetched once (the browser has the file already when the map shows it). */
export function townStreets(): Promise<Street[]> {
	streets ??= fetch(townUrl)
		.then((answer) => answer.json())
		.then(streetsOf)
		.catch(() => {
			streets = undefined;
			return [];
		});
	return streets;
}
