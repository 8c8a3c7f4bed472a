import type { Connection, Submittable } from 'pg';

/** The part of pg's connection that its types get wrong or leave out. */
interface Wire {
	stream: { cork(): void; uncork(): void };
	parsedStatements: Record<string, string | undefined>;
	parse(statement: { name: string; text: string }): void;
	bind(to: { statement: string; values: string[] }): void;
	execute(what: object): void;
	sync(): void;
}

/**
 * A prepared query of one text column and text parameters, in the form that pg's client takes from
 * cursors: no description of columns, no result object, no copy of the configuration.
 */
export class LeanQuery<Row> implements Submittable {
	/** pg's client remembers under this name that the statement is prepared. */
	readonly name: string;
	readonly text: string;
	/** Set by the client, to know when its time limit is off. */
	callback?: (error: Error | null) => void;
	readonly #values: string[];
	readonly #parse: (text: string) => Row;
	readonly #done: { resolve(rows: Row[]): void; reject(error: Error): void };
	readonly #rows: Row[] = [];

	constructor(
		name: string,
		text: string,
		values: string[],
		parse: (text: string) => Row,
		done: { resolve(rows: Row[]): void; reject(error: Error): void }
	) {
		this.name = name;
		this.text = text;
		this.#values = values;
		this.#parse = parse;
		this.#done = done;
	}

	submit(connection: Connection): void {
		const wire = connection as unknown as Wire;
		wire.stream.cork();
		if (!wire.parsedStatements[this.name]) wire.parse({ name: this.name, text: this.text });
		wire.bind({ statement: this.name, values: this.#values });
		wire.execute({});
		wire.sync();
		wire.stream.uncork();
	}

	handleDataRow(row: { fields: string[] }): void {
		this.#rows.push(this.#parse(row.fields[0] ?? ''));
	}

	handleCommandComplete(): void {}

	handleReadyForQuery(): void {
		this.callback?.(null);
		this.#done.resolve(this.#rows);
	}

	handleError(error: Error): void {
		this.callback?.(error);
		this.#done.reject(error);
	}
}
