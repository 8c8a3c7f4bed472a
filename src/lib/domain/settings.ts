/**
 * Reads settings from a table of variables, and collects all faults. The environment is a
 * parameter; this module does not read `process.env`.
 */

interface Common {
	/** One line for the operator, the same as in `.env.example`. */
	about: string;
	/** Missing is a fault: always, or in production only. */
	required?: true | 'production';
	/** Values that are refused in production. */
	notInProduction?: readonly string[];
	/** Refused unless NODE_ENV has this value. */
	onlyIn?: 'test';
}

export type Variable = Common &
	(
		| { kind: 'text'; default?: string }
		| { kind: 'secret'; minLength: number; default?: string }
		| { kind: 'url'; protocols: readonly string[]; default?: string }
		| { kind: 'origins'; default?: string }
		| { kind: 'int'; min: number; max: number; default?: number }
		| { kind: 'port'; default?: number }
		| { kind: 'bool'; default?: boolean }
		| { kind: 'choice'; choices: readonly string[]; default?: string }
	);

export type SettingsTable = Readonly<Record<string, Variable>>;

type Kind<V extends Variable> = V extends { kind: 'int' | 'port' }
	? number
	: V extends { kind: 'bool' }
		? boolean
		: V extends { kind: 'origins' }
			? string[]
			: V extends { kind: 'choice'; choices: infer C extends readonly string[] }
				? C[number]
				: string;

type Certain = { default: string | number | boolean } | { required: true };

/** Types of the values; `undefined` only without a default. */
export type Settings<T extends SettingsTable> = {
	[Name in keyof T]: T[Name] extends Certain ? Kind<T[Name]> : Kind<T[Name]> | undefined;
};

export type SettingsResult<T extends SettingsTable> =
	{ ok: true; value: Settings<T> } | { ok: false; faults: string[] };

/**
 * Reads all variables of the table. An empty variable counts as missing. Faults never contain a
 * secret or an address, which may contain a password.
 */
export function readSettings<const T extends SettingsTable>(
	env: Readonly<Record<string, string | undefined>>,
	table: T
): SettingsResult<T> {
	const faults: string[] = [];
	const value: Record<string, unknown> = {};
	for (const [name, variable] of Object.entries(table)) {
		const read = readOne(name, variable, env[name]?.trim() ?? '', env.NODE_ENV);
		if ('fault' in read) faults.push(read.fault);
		else value[name] = read.value;
	}
	if (faults.length > 0) return { ok: false, faults };
	return { ok: true, value: value as Settings<T> };
}

/** Formats the faults for the operator. */
export function describeFaults(program: string, faults: readonly string[]): string {
	const list = faults.map((fault) => `  - ${fault}`).join('\n');
	return `${program} cannot start, its configuration has ${faults.length} fault(s):\n${list}\n.env.example explains every variable.\n`;
}

type Read = { value: unknown } | { fault: string };

function readOne(name: string, variable: Variable, raw: string, nodeEnv = ''): Read {
	const isProduction = nodeEnv === 'production';
	if (raw === '') {
		const isRequired = variable.required === true || (variable.required && isProduction);
		if (isRequired) return { fault: `${name} is missing. Set it: ${variable.about}` };
		return { value: parseDefault(variable) };
	}
	if (variable.onlyIn && variable.onlyIn !== nodeEnv) {
		return { fault: `${name} is allowed only with NODE_ENV=${variable.onlyIn}. Remove it.` };
	}
	if (isProduction && variable.notInProduction?.includes(raw)) {
		return { fault: `${name} has a value that production refuses. ${variable.about}` };
	}
	return parse(name, variable, raw, isProduction);
}

function parseDefault(variable: Variable): unknown {
	if (variable.kind === 'origins' && variable.default) return [variable.default];
	return variable.default;
}

function parse(name: string, variable: Variable, raw: string, isProduction: boolean): Read {
	switch (variable.kind) {
		case 'text':
			return { value: raw };
		case 'secret':
			if (raw.length < variable.minLength)
				return { fault: `${name} must have at least ${variable.minLength} characters.` };
			if (isProduction && isGuessable(raw))
				return { fault: `${name} repeats itself, so it can be guessed. ${variable.about}` };
			return { value: raw };
		case 'url':
			if (isUrl(raw, variable.protocols)) return { value: raw };
			return { fault: `${name} must be an address that begins with ${begin(variable.protocols)}.` };
		case 'origins':
			return parseOrigins(name, raw);
		case 'int':
			return parseWhole(name, raw, variable.min, variable.max);
		case 'port':
			return parseWhole(name, raw, 1, 65_535);
		case 'bool':
			if (['true', '1', 'on'].includes(raw)) return { value: true };
			if (['false', '0', 'off'].includes(raw)) return { value: false };
			return { fault: `${name} must be on or off, not "${raw}".` };
		case 'choice':
			if (variable.choices.includes(raw)) return { value: raw };
			return { fault: `${name} must be one of ${variable.choices.join(', ')}, not "${raw}".` };
	}
}

/** Random text has many different characters; a repeated phrase has few. */
const FEWEST_CHARACTERS = 8;
const REPEATED = /^(.+?)\1+$/;

const isGuessable = (secret: string): boolean =>
	new Set(secret).size < FEWEST_CHARACTERS || REPEATED.test(secret);

function parseWhole(name: string, raw: string, min: number, max: number): Read {
	const value = Number(raw);
	if (/^-?\d+$/.test(raw) && value >= min && value <= max) return { value };
	return { fault: `${name} must be a whole number from ${min} to ${max}, not "${raw}".` };
}

function parseOrigins(name: string, raw: string): Read {
	const origins = raw.split(',').map((origin) => origin.trim().replace(/\/$/, ''));
	if (origins.every((origin) => isUrl(origin, ['http', 'https']) && isBare(origin))) {
		return { value: origins };
	}
	return { fault: `${name} must list origins like https://pizza.example, separated by commas.` };
}

function isUrl(raw: string, protocols: readonly string[]): boolean {
	return URL.canParse(raw) && protocols.includes(new URL(raw).protocol.replace(':', ''));
}

function isBare(origin: string): boolean {
	return new URL(origin).origin === origin.toLowerCase();
}

function begin(protocols: readonly string[]): string {
	return protocols.map((protocol) => `${protocol}://`).join(' or ');
}
