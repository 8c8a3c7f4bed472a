import { execFileSync, spawnSync } from 'node:child_process';
import {
	cpSync,
	existsSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProject } from '../../config/paths.ts';
import { buildPages } from '../../launcher/pages.ts';
import { CATALOGUE } from '../planted/catalogue.ts';
import { projectOf } from '../planted/planted.ts';
import type { NamedTest, Planted } from '../planted/planted.ts';
import { startTestServers } from '../support/house/servers.ts';
import { ensureTools } from '../support/house/tools.ts';

/**
 * Plants each fault of the catalogue in a copy of the program, one at a time, and runs its named
 * test. The test must pass without the fault, and fail with it by one of its assertions. All runs
 * share one Postgres, one Redis and one build of the pages.
 *
 * `npm run proof -- planted [parts of ids]`
 */
interface Told {
	status: string;
	fullName: string;
	failureMessages: string[];
}
type Verdict = 'caught' | 'LIVES' | 'FAILS WITHOUT IT' | 'BREAKS THE RUN' | 'DOES NOT APPLY';

/** Messages of assertions, and of `until`, `allDone` and `found` after a timeout. */
const ASSERTED =
	/AssertionError|Property failed|promise (?:resolved|rejected) |did not happen in \d+ ms|^Error: not (?:done|found) in \d+ ms/;
const TEST_LIMIT_MS = 240_000;

const parts = process.argv.slice(2);
const asked = CATALOGUE.filter(
	({ id }) => parts.length === 0 || parts.some((part) => id.includes(part))
);
const needsServers = asked.some(({ test }) => projectOf(test) !== 'unit');
let env: NodeJS.ProcessEnv = {
	...process.env,
	...ensureTools({ browser: false, redis: needsServers, python: needsServers })
};
if (needsServers) await buildPages(env);
const servers = needsServers ? await startTestServers() : undefined;
env = { ...env, ...servers?.env };
const copy = mkdtempSync(join(tmpdir(), 'passe-plat-planted-'));
const left: Planted[] = [];
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => void end(130));

copyProgram();
/** By file: names of the tests that pass without a fault. */
const passing = new Map<string, string[]>();
for (const fault of asked) {
	const began = Date.now();
	const verdict = judge(fault);
	if (verdict !== 'caught') left.push(fault);
	const seconds = ((Date.now() - began) / 1000).toFixed(1);
	console.log(`${verdict.padEnd(8)} ${fault.id}: ${fault.breaks} (${seconds} s)`);
}
console.log(`${asked.length - left.length} of ${asked.length} planted faults were caught`);
for (const { id, test } of left) console.log(`not caught: ${id} by ${test.file}, "${test.name}"`);
await end(left.length === 0 && asked.length > 0 ? 0 : 1);

async function end(code: number): Promise<void> {
	await servers?.stop();
	rmSync(copy, { recursive: true, force: true });
	process.exit(code);
}

/** Copies all files known to git and the generated ones; node_modules is linked. */
function copyProgram(): void {
	const listed = execFileSync('git', ['ls-files', '-z'], { cwd: inProject(), encoding: 'utf8' });
	const files = listed.split('\0').filter((file) => file !== '' && !file.startsWith('docs/'));
	for (const file of [...files, '.svelte-kit', 'src/lib/paraglide', 'build'])
		if (existsSync(inProject(file))) cpSync(inProject(file), join(copy, file), { recursive: true });
	symlinkSync(inProject('node_modules'), join(copy, 'node_modules'));
}

function judge(fault: Planted): Verdict {
	if (!passesAlone(fault.test)) return 'FAILS WITHOUT IT';
	const path = join(copy, fault.file);
	const whole = readFileSync(path, 'utf8');
	if (whole.split(fault.find).length !== 2) return 'DOES NOT APPLY';
	writeFileSync(
		path,
		whole.replace(fault.find, () => fault.replace)
	);
	const isSchema = fault.file.startsWith('db/migrations/');
	try {
		if (isSchema && !makeTemplate()) return 'BREAKS THE RUN';
		const after = run(fault.test.file, [fault.test.name]);
		if (after.length === 0) return 'BREAKS THE RUN';
		const failures = after.flatMap(({ failureMessages }) => failureMessages);
		if (failures.some((text) => ASSERTED.test(text))) return 'caught';
		for (const text of failures) console.log(text.slice(0, 400));
		return failures.length > 0 ? 'BREAKS THE RUN' : 'LIVES';
	} finally {
		writeFileSync(path, whole);
		if (isSchema) makeTemplate();
	}
}

/** Whether the test passes without a fault. The first call for a file runs all its named tests. */
function passesAlone({ file, name }: NamedTest): boolean {
	const named = asked.filter(({ test }) => test.file === file).map(({ test }) => test.name);
	if (!passing.has(file)) {
		const told = run(file, [...new Set(named)]);
		const good = told.filter(({ status }) => status === 'passed').map(({ fullName }) => fullName);
		const bad = told.filter(({ status }) => status !== 'passed').map(({ fullName }) => fullName);
		for (const { fullName, failureMessages } of told)
			if (bad.includes(fullName)) console.log(`${fullName}: ${failureMessages[0]?.slice(0, 300)}`);
		passing.set(
			file,
			good.filter((full) => !bad.some((other) => other === full))
		);
	}
	return passing.get(file)?.some((full) => full.includes(name)) ?? false;
}

function makeTemplate(): boolean {
	const script = join(copy, 'tests/planted/template.ts');
	return spawnSync(process.execPath, [script], { cwd: copy, env, stdio: 'ignore' }).status === 0;
}

/** Results of the named tests of a file; empty when they did not run. */
function run(file: string, names: readonly string[]): Told[] {
	const report = join(copy, 'report.json');
	rmSync(report, { force: true });
	const pattern = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
	const project = projectOf({ file, name: '' });
	const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', `${project}*`, file];
	const reporter = ['--reporter=json', `--outputFile=${report}`];
	spawnSync(process.execPath, [...vitest, '-t', pattern, ...reporter], {
		cwd: copy,
		env,
		stdio: 'ignore',
		timeout: TEST_LIMIT_MS,
		killSignal: 'SIGKILL'
	});
	try {
		const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
			testResults: { assertionResults: Told[] }[];
		};
		const ran = testResults.flatMap(({ assertionResults }) => assertionResults);
		return ran.filter(({ status }) => status === 'passed' || status === 'failed');
	} catch {
		return [];
	}
}
