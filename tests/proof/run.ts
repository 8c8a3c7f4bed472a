import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * `npm run proof [-- <name> [arguments]]`: long checks by external tools and by planted faults.
 * Each is a program of this folder that prints its findings and exits with 0 only if its claim
 * holds. Without a name all of them run one after another, which takes hours.
 */
const PROOFS = {
	openapi: 'Redocly finds no error in the description of the API',
	html: 'html-validate finds no error in the served pages, in French and English',
	lighthouse: 'every page of a customer reaches 95 in each category on a phone',
	axe: 'axe finds nothing on any page in French and English, and no long word leaves its place',
	planted: 'each fault of our own catalogue is caught by the test that is named beside it',
	prices: 'of 1,000,000 random baskets lines, discount, fee, VAT and refunds agree to the cent',
	payments: 'after 2,000 payments in a storm ledger, orders and the books of the provider agree',
	races: 'of 50 taps for one run at once one side wins, 200 times, and the others hear why not',
	house: 'no file is too long, no module imports itself, no comment is in old words',
	mutants: 'of the faults that Stryker plants in pure code at least 85 in 100 make a test fail'
} as const;

const names = Object.keys(PROOFS) as (keyof typeof PROOFS)[];
const [name, ...rest] = process.argv.slice(2);
const asked = name === undefined ? names : names.filter((known) => known === name);

if (asked.length === 0) {
	console.error('Which one? npm run proof -- <name>');
	for (const known of names) console.error(`  ${known.padEnd(10)} ${PROOFS[known]}`);
	process.exit(2);
}

const results = asked.map((proof) => {
	const program = fileURLToPath(new URL(`${proof}.ts`, import.meta.url));
	const ran = spawnSync(process.execPath, [program, ...rest], { stdio: 'inherit' });
	return { proof, holds: ran.status === 0 };
});
for (const { proof, holds } of results)
	console.log(`${holds ? 'holds' : 'FAILS'}  ${proof}: ${PROOFS[proof]}`);
process.exit(results.every(({ holds }) => holds) ? 0 : 1);
