/**
 * The start of an island's page is the same whatever it shows: the head, the styles, the header above the
 * island. That much is sent as soon as the page's load knows that there will be a page, and the browser
 * draws it while the rest is read and written; the rest follows in the same answer.
 *
 * Kit writes a page in one piece, so the start is kept from earlier answers, and sent once two of them
 * agreed on it. Whatever stands before an island must therefore be nobody's in particular.
 */

import { ISLANDS, type IslandName } from './islands.table.ts';

interface Kept {
	/** The start, with a mark in the place of each text that was one page's own. */
	template: string;
	own: readonly string[];
	headers: Headers;
	isAgreed: boolean;
}

/** Headers that say something of one whole answer. */
const OF_THE_WHOLE = ['content-length', 'date', 'etag', 'set-cookie'];

/** The starts that are known, for as long as this process runs. */
export class Openings {
	readonly #kept = new Map<string, Kept>();

	/** For one answer: the load says `begin` to it, the hook `answer`. */
	of(island: IslandName, language: string): Opening {
		return new Opening(this.#kept, ISLANDS[island].id, language);
	}
}

export class Opening {
	readonly #kept: Map<string, Kept>;
	readonly #id: string;
	readonly #language: string;
	readonly #begun = Promise.withResolvers<Kept>();
	#key = '';
	#own: readonly string[] = [];

	constructor(kept: Map<string, Kept>, id: string, language: string) {
		this.#kept = kept;
		this.#id = id;
		this.#language = language;
	}

	/**
	 * Nothing that is still to be read can refuse this page. `kind` tells apart pages that start in
	 * different ways; `own` are the texts of its start that are this page's alone, as markup has them.
	 */
	begin(kind: string, own: readonly string[] = []): void {
		this.#key = `${this.#id} ${this.#language} ${kind}`;
		this.#own = own;
		const known = this.#kept.get(this.#key);
		if (known?.isAgreed) this.#begun.resolve(known);
	}

	/** The whole answer; or one in two parts when the page has begun and its start is known. */
	async answer(whole: Promise<Response>): Promise<Response> {
		const first = await Promise.race([this.#begun.promise, whole]);
		if (!(first instanceof Response))
			return new Response(this.#inTwo(this.#fill(first.template), whole), {
				headers: first.headers
			});
		if (!this.#key || !first.ok) return first;
		const html = await bytesOf(first);
		this.#learn(this.#startOf(html), first.headers);
		return new Response(html, first);
	}

	#inTwo(start: string, whole: Promise<Response>): ReadableStream<Uint8Array> {
		return new ReadableStream({
			start: (stream) => stream.enqueue(Buffer.from(start)),
			pull: async (stream) => {
				const answer = await whole;
				const html = await bytesOf(answer);
				const own = this.#startOf(html);
				if (answer.ok) this.#learn(own, answer.headers);
				// What failed after all says so below the start: browsers forgive a second head.
				stream.enqueue(answer.ok ? html.subarray(own.length) : html);
				stream.close();
			}
		});
	}

	/** Keeps the start of this page; one that is not as it was before has to be seen twice again. */
	#learn(startBytes: Buffer, headers: Headers): void {
		const start = startBytes.toString();
		const own = this.#own;
		if (!own.every((text) => start.includes(text))) return;
		const template = this.#empty(start);
		const before = this.#kept.get(this.#key);
		if (before?.template === template) {
			// Of two pages with the same texts nobody knows where else these stand.
			before.isAgreed ||= own.every((text, index) => text !== before.own[index]);
			return;
		}
		const kept = new Headers(headers);
		for (const name of OF_THE_WHOLE) kept.delete(name);
		this.#kept.set(this.#key, { template, own, headers: kept, isAgreed: false });
	}

	/** What stands before the island. */
	#startOf(html: Buffer): Buffer {
		return html.subarray(0, Math.max(0, html.indexOf(`<div id="${this.#id}">`)));
	}

	#empty(start: string): string {
		return this.#own.reduce((text, own, index) => text.replaceAll(own, markOf(index)), start);
	}

	#fill(template: string): string {
		return this.#own.reduce((text, own, index) => text.replaceAll(markOf(index), own), template);
	}
}

/** As bytes: a board is long, and to read it as text and write it again takes its time. */
const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());

const markOf = (index: number) => `\u0000${index}\u0000`;
