/**
 * `npm run setup`: the first owner, the first shop and a starter menu, in an empty database. What no
 * flag says is asked. The password is asked, or read from OWNER_PASSWORD; it is never an argument.
 */
import { parseArgs } from 'node:util';
import { hashPassword } from 'better-auth/crypto';
import { PASSWORD_LENGTH } from '#domain/people/password.ts';
import { readToolConfig } from '../../config/tools.ts';
import { migrate } from '../plumbing/migrate.ts';
import { setUp, type FirstRun } from '../commands/set-up.ts';
import { ask } from './ask.ts';
import { runCommand, withPool } from './command.ts';
import { FIELD_NAMES, FIELDS, hoursOf, isGood } from './setup-plan.ts';
import type { Answers, FieldName } from './setup-plan.ts';

const canAsk = process.stdin.isTTY === true;

await runCommand(main);

async function main(): Promise<void> {
	const { databaseUrl: url, ownerPassword } = readToolConfig('setup');
	const answers = await answersFrom(flags());
	const passwordHash = await hashPassword(await passwordFrom(ownerPassword));
	await migrate(url);
	const made = await withPool({ url, command: 'setup', statementMs: 30_000 }, (pool) =>
		setUp(pool, planOf(answers, passwordHash))
	);
	if (!made.ok) throw new Error('This group has a shop already: nothing was changed.');
	console.log(`${answers['shop-name']} is set up: /${answers['shop-id']}`);
	console.log(`Sign in as ${answers['owner-email'].toLowerCase()} at /sign-in.`);
	console.log(
		'Its menu is the starter menu, with starter prices. Its opening stock is an estimate for'
	);
	console.log('one evening: count it, then book what you counted with npm run stock.');
}

function flags(): Partial<Answers> {
	const options = Object.fromEntries(
		FIELD_NAMES.map((name) => [name, { type: 'string' as const }])
	);
	return parseArgs({ options }).values as Partial<Answers>;
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

function planOf(answers: Answers, passwordHash: string): FirstRun {
	return {
		owner: {
			name: answers['owner-name'],
			email: answers['owner-email'].toLowerCase(),
			language: answers.language === 'en' ? 'en' : 'fr',
			passwordHash
		},
		shop: {
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
	};
}
