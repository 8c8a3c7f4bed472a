/**
 * `npm run setup`: the first owner, the first shop and a starter menu, in an empty database. What no
 * flag says is asked. `npm run setup -- --file group.json` makes a whole group from a file, whose JSON Schema `--schema`
 * prints. The password is asked, or read from OWNER_PASSWORD; it is never an argument, and never in the file.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { hashPassword } from 'better-auth/crypto';
import { PASSWORD_LENGTH } from '#domain/people/password.ts';
import { groupFileSchema, planOfFile, readGroupFile } from '../../config/group-file.ts';
import { readToolConfig } from '../../config/tools.ts';
import type { Fault } from '#domain/wire/faults.ts';
import { migrate } from '../plumbing/migrate.ts';
import { setUp, type FirstRun } from '../commands/set-up.ts';
import { ask } from './ask.ts';
import { runCommand, withPool } from './command.ts';
import { FIELD_NAMES, FIELDS, hoursOf, isGood } from './setup-plan.ts';
import type { Answers, FieldName } from './setup-plan.ts';

const canAsk = process.stdin.isTTY === true;

await runCommand(main);

async function main(): Promise<void> {
	const { file, schema, ...given } = flags();
	if (schema) return void process.stdout.write(groupFileSchema());
	const { databaseUrl: url, ownerPassword } = readToolConfig('setup');
	const planned = file === undefined ? planOf(await answersFrom(given)) : planFrom(file, given);
	const passwordHash = await hashPassword(await passwordFrom(ownerPassword));
	const plan: FirstRun = { ...planned, owner: { ...planned.owner, passwordHash } };
	await migrate(url);
	const made = await withPool({ url, command: 'setup', statementMs: 60_000 }, (pool) =>
		setUp(pool, plan)
	);
	if (!made.ok) throw new Error(refusalOf(made.fault));
	report(plan);
}

type Planned = Omit<FirstRun, 'owner'> & { owner: Omit<FirstRun['owner'], 'passwordHash'> };

function report({ shops, owner, people, menu }: FirstRun): void {
	for (const { id, name } of shops) console.log(`${name} is set up: /${id}`);
	console.log(`Sign in as ${owner.email} at /sign-in.`);
	if (people.length > 0)
		console.log(`${people.length} people are invited by mail once the workers run.`);
	if (!menu) console.log('Its menu is the starter menu, with starter prices.');
	const estimated = shops.filter(({ stock }) => stock === undefined).map(({ name }) => name);
	if (estimated.length === 0) return;
	console.log(`The opening stock of ${estimated.join(', ')} is an estimate for one evening:`);
	console.log('count it, then book what you counted with npm run stock.');
}

function refusalOf({ code, fields = [] }: Fault): string {
	if (code === 'shop_exists') return 'This group has a shop already: nothing was changed.';
	return [
		'Nothing was changed.',
		...fields.map(({ path, message }) => `${path}: ${message.en}`)
	].join('\n');
}

type Flags = Partial<Answers> & { file?: string; schema?: boolean };

function flags(): Flags {
	const options = Object.fromEntries(
		['file', ...FIELD_NAMES].map((name) => [name, { type: 'string' as const }])
	);
	return parseArgs({ options: { ...options, schema: { type: 'boolean' } } }).values as Flags;
}

/** A whole group from its file; all faults of the file are said at once. */
function planFrom(path: string, given: Partial<Answers>): Planned {
	const [stray] = Object.keys(given);
	if (stray) throw new Error(`--${stray} is in the file: give --file alone.`);
	const read = readGroupFile(readFileSync(path, 'utf8'));
	if (!read.ok) throw new Error([`${path} cannot be used:`, ...read.faults].join('\n'));
	return planOfFile(read.file);
}

/** Flags first, then questions. Without a terminal, all missing and wrong ones are listed at once. */
async function answersFrom(given: Partial<Answers>): Promise<Answers> {
	const answers: Partial<Answers> = {};
	const faults: string[] = [];
	for (const name of FIELD_NAMES) {
		const field: { ask: string; fallback?: string } = FIELDS[name];
		const value = given[name] ?? field.fallback;
		if (value !== undefined && isGood(name, value)) answers[name] = value.trim();
		else if (canAsk && given[name] === undefined) answers[name] = await askFor(name);
		else
			faults.push(`--${name}: ${value === undefined ? 'missing' : 'not possible'} (${field.ask})`);
	}
	if (faults.length > 0) throw new Error(faults.join('\n'));
	return answers as Answers;
}

async function askFor(name: FieldName): Promise<string> {
	for (;;) {
		const answer = await ask(FIELDS[name].ask);
		if (isGood(name, answer)) return answer;
		console.log('That is not possible here.');
	}
}

async function passwordFrom(given: string | undefined): Promise<string> {
	if (!given && !canAsk)
		throw new Error('OWNER_PASSWORD is missing, and there is no terminal to ask.');
	const value = given || (await ask(`Password (${PASSWORD_LENGTH.min} characters or more)`, true));
	if (value.length >= PASSWORD_LENGTH.min && value.length <= PASSWORD_LENGTH.max) return value;
	const { min, max } = PASSWORD_LENGTH;
	throw new Error(`The password must have ${min} to ${max} characters.`);
}

function planOf(answers: Answers): Planned {
	return {
		group: { name: answers['shop-name'] },
		owner: {
			name: answers['owner-name'],
			email: answers['owner-email'].toLowerCase(),
			language: answers.language === 'en' ? 'en' : 'fr'
		},
		shops: [
			{
				id: answers['shop-id'],
				name: answers['shop-name'],
				street: answers.street,
				postcode: answers.postcode,
				city: answers.city,
				phone: answers.phone,
				zone: answers.zone,
				point: { lat: Number(answers.lat), lng: Number(answers.lng) },
				hours: hoursOf(answers.hours) ?? []
			}
		],
		people: []
	};
}
