/**
 * Reads the settings of a process from one zod object of variables, and collects all faults. The objects
 * are in the other files of this folder.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What holds for a variable beside its kind. */
interface Rules {
	/** Missing is a fault in production, whatever the default is. */
	required?: 'production';
	/** Values that are refused in production. */
	notInProduction?: readonly string[];
	/** Refused unless NODE_ENV has this value. */
	onlyIn?: 'test';
	/** In production a text that repeats itself is refused, since it can be guessed. */
	isRandom?: true;
	/** It may come from a file that `<NAME>_FILE` names, as container platforms hand secrets over. */
	isSecret?: true;
}

/** The rules of the variables that have any. A default, or `optional()`, comes after them. */
export const rules = z.registry<Rules>();

export type Variables = z.ZodObject;
export type Environment = Readonly<Record<string, string | undefined>>;

export type SettingsResult<T extends Variables> =
	{ ok: true; value: z.output<T> } | { ok: false; faults: string[] };

/** The value of one variable, or what is wrong with its file. */
interface Found {
	value: string | undefined;
	fileFault?: string;
}

export const text = z.string();

export const choice = <const T extends readonly string[]>(...choices: T) =>
	z.enum(choices, { error: not(`must be one of ${choices.join(', ')}`) });

/** A number in decimal digits. */
export const whole = (min: number, max: number) =>
	z
		.string()
		.refine((raw) => /^-?\d+$/.test(raw) && Number(raw) >= min && Number(raw) <= max, {
			error: not(`must be a whole number from ${min} to ${max}`)
		})
		.transform(Number);

export const port = whole(1, 65_535);

export const onOff = z.stringbool({
	truthy: ['true', '1', 'on'],
	falsy: ['false', '0', 'off'],
	case: 'sensitive',
	error: not('must be on or off')
});

export const secret = (minLength: number) =>
	z
		.string()
		.min(minLength, `must have at least ${minLength} characters.`)
		.register(rules, { isSecret: true });

/** An address; its fault does not repeat it, since it may hold a password. */
export const url = (...protocols: readonly string[]) =>
	z.string().refine((raw) => isUrl(raw, protocols), {
		error: `must be an address that begins with ${protocols.map((name) => `${name}://`).join(' or ')}.`
	});

/** `https://pizza.example, https://www.pizza.example`: no path, a slash at the end is dropped. */
export const origins = z
	.string()
	.transform((raw) => raw.split(',').map((origin) => origin.trim().replace(/\/$/, '')))
	.refine((all) => all.every((one) => isUrl(one, ['http', 'https']) && isBare(one)), {
		error: 'must list origins like https://pizza.example, separated by commas.'
	});

function not(must: string) {
	return ({ input }: { input: unknown }) => `${must}, not "${String(input)}".`;
}

const isUrl = (raw: string, protocols: readonly string[]) =>
	URL.canParse(raw) && protocols.includes(new URL(raw).protocol.replace(':', ''));

const isBare = (origin: string) => new URL(origin).origin === origin.toLowerCase();

/**
 * Reads all variables of the object. An empty variable counts as missing; a secret may be in a file instead.
 * Faults never contain a secret or an address.
 */
export function readSettings<T extends Variables>(
	env: Environment,
	variables: T
): SettingsResult<T> {
	const names = Object.keys(variables.shape);
	const found = names.map((name) => ({ name, ...find(env, name, variables.shape[name]) }));
	const given = Object.fromEntries(found.map(({ name, value }) => [name, value]));
	const read = variables.safeParse(given);
	const faults = found.flatMap(({ name, fileFault }) => {
		if (fileFault !== undefined) return [fileFault];
		const issue = read.error?.issues.find(({ path }) => path[0] === name)?.message;
		const fault = faultOf(bare(variables.shape[name]), given[name], env.NODE_ENV, issue);
		return fault === undefined ? [] : [`${name} ${fault}`];
	});
	if (read.success && faults.length === 0) return { ok: true, value: read.data };
	return { ok: false, faults };
}

function find(env: Environment, name: string, variable: unknown): Found {
	const value = env[name]?.trim() || undefined;
	const path = env[`${name}_FILE`]?.trim();
	if (!path || !rules.get(bare(variable))?.isSecret) return { value };
	try {
		const inFile = readFileSync(path, 'utf8').trim() || undefined;
		if (value === undefined || value === inFile) return { value: inFile };
		return { value, fileFault: `${name} and ${name}_FILE differ. Remove one of them.` };
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		return { value, fileFault: `${name}_FILE names a file that cannot be read (${code}).` };
	}
}

/** The variable itself, without its default. Its `description` is one line for the operator. */
export function bare(variable: unknown): z.ZodType {
	if (variable instanceof z.ZodDefault || variable instanceof z.ZodOptional)
		return bare(variable.unwrap());
	return variable as z.ZodType;
}

/** What is wrong with one variable; `issue` is what its own schema says. */
function faultOf(
	variable: z.ZodType,
	raw: string | undefined,
	nodeEnv: string | undefined,
	issue: string | undefined
): string | undefined {
	const isProduction = nodeEnv === 'production';
	const { required, notInProduction, onlyIn, isRandom } = rules.get(variable) ?? {};
	if (raw === undefined) {
		const isMissing = issue !== undefined || (required && isProduction);
		return isMissing ? `is missing. Set it: ${variable.description}` : undefined;
	}
	if (onlyIn && onlyIn !== nodeEnv) return `is allowed only with NODE_ENV=${onlyIn}. Remove it.`;
	if (isProduction && notInProduction?.includes(raw))
		return `has a value that production refuses. ${variable.description}`;
	if (issue === undefined && isProduction && isRandom && isGuessable(raw))
		return `repeats itself, so it can be guessed. ${variable.description}`;
	return issue;
}

/** Random text has many different characters; a repeated phrase has few. */
const FEWEST_CHARACTERS = 8;
const REPEATED = /^(.+?)\1+$/;

const isGuessable = (raw: string): boolean =>
	new Set(raw).size < FEWEST_CHARACTERS || REPEATED.test(raw);

/** Formats the faults for the operator. */
export function describeFaults(program: string, faults: readonly string[]): string {
	const list = faults.map((fault) => `  - ${fault}`).join('\n');
	return `${program} cannot start, its configuration has ${faults.length} fault(s):\n${list}\n.env.example explains every variable.\n`;
}

/** The settings of this process. On any fault it prints all of them and ends the process with code 1. */
export function readOwnSettings<T extends Variables>(program: string, variables: T): z.output<T> {
	const read = readSettings(process.env, variables);
	if (read.ok) return read.value;
	process.stderr.write(describeFaults(program, read.faults));
	process.exit(1);
}
