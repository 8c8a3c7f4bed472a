import lighthouse from 'lighthouse';
import { freePort } from '../../launcher/os.ts';
import { openBrowser, openHouse } from '../support/house/running-house.ts';
import { basketCookies } from './pages.ts';
import type { ProofPage } from './pages.ts';

/**
 * Lighthouse with its mobile settings (simulated throttling, CPU four times slower) on each
 * customer page: the median of several runs must reach 95 in each category. A tracking page is
 * private and excludes robots, which Lighthouse counts as an SEO fault: the audit `is-crawlable` is
 * left out there.
 *
 * `npm run proof -- lighthouse [runs] [parts of paths]`
 */
const LEAST = 95;
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
type Category = (typeof CATEGORIES)[number];
type Visit = Pick<ProofPage, 'path' | 'basket'> & { name: string; isPrivate?: true };

const args = process.argv.slice(2);
const runs = args.map(Number).find(Number.isInteger) ?? 3;
const parts = args.filter((arg) => !Number.isInteger(Number(arg)));

const house = await openHouse({ durable: false });
const port = await freePort();
const browser = await openBrowser(`--remote-debugging-port=${port}`);
const faults: string[] = [];
try {
	const placed = await house.place();
	const visits: Visit[] = [
		{ name: 'landing', path: '/' },
		{ name: 'menu', path: '/gare' },
		{ name: 'choose', path: '/gare/choose/reine' },
		{ name: 'checkout', path: '/gare/checkout', basket: true },
		{ name: 'tracking', path: `/track/${placed.token}`, isPrivate: true }
	];
	const asked = visits.filter(
		({ name }) => parts.length === 0 || parts.some((part) => name.includes(part))
	);
	for (const visit of asked) await judge(visit);
} finally {
	await browser.close();
	await house.close();
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;

async function judge(visit: Visit): Promise<void> {
	const scores: Record<Category, number[]> = {
		performance: [],
		accessibility: [],
		'best-practices': [],
		seo: []
	};
	const costs: string[] = [];
	const missed = new Set<string>();
	for (let run = 0; run < runs; run++) {
		const result = await once(visit);
		for (const category of CATEGORIES) {
			const { score, auditRefs } = result.categories[category]!;
			scores[category].push(Math.round((score ?? 0) * 100));
			for (const { id, weight } of auditRefs)
				if (weight > 0 && (result.audits[id]?.score ?? 1) < 0.9) missed.add(id);
		}
		const value = (id: string) => Math.round(result.audits[id]?.numericValue ?? -1);
		costs.push(
			`FCP ${value('first-contentful-paint')} LCP ${value('largest-contentful-paint')} ` +
				`TBT ${value('total-blocking-time')} ms, ${value('dom-size-insight')} elements`
		);
	}
	const medians = CATEGORIES.map((category) => [category, median(scores[category])] as const);
	console.log(
		`${visit.name.padEnd(9)} ${medians.map(([category, score]) => `${category} ${score}`).join('  ')}`
	);
	console.log(`          runs ${scores.performance.join(' ')} | ${costs.join(' | ')}`);
	if (missed.size > 0) console.log(`          below 0.9: ${[...missed].join(', ')}`);
	for (const [category, score] of medians)
		if (score < LEAST) faults.push(`${visit.name}: ${category} ${score}, ${LEAST} is wanted`);
}

async function once(visit: Visit) {
	const ran = await lighthouse(`${house.url}${visit.path}`, {
		port,
		output: 'json',
		logLevel: 'error',
		onlyCategories: [...CATEGORIES],
		skipAudits: visit.isPrivate ? ['is-crawlable'] : null,
		extraHeaders: {
			Cookie: basketCookies(visit, house.url)
				.map(({ name, value }) => `${name}=${value}`)
				.join('; ')
		}
	});
	if (!ran) throw new Error(`Lighthouse gave no result for ${visit.name}`);
	const { runtimeError } = ran.lhr;
	if (runtimeError) throw new Error(`${visit.name}: ${runtimeError.message}`);
	return ran.lhr;
}

function median(values: number[]): number {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
