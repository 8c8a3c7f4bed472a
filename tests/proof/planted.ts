import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProject } from '../../launcher/config.ts';
import { CATALOGUE } from '../planted/catalogue.ts';
import type { Planted } from '../planted/catalogue.ts';

/**
 * Plants each fault of the catalogue in a copy of the program, one at a time, and runs the test that is
 * named beside it: it has to pass without the fault, and to fail with it by an assertion of its own.
 *
 * `npm run proof -- planted [parts of ids]`
 */
interface Told {
	status: string;
	failureMessages: string[];
}
type Verdict = 'caught' | 'LIVES' | 'FAILS WITHOUT IT' | 'BREAKS THE RUN';

const parts = process.argv.slice(2);
const asked = CATALOGUE.filter(
	({ id }) => parts.length === 0 || parts.some((part) => id.includes(part))
);
const copy = mkdtempSync(join(tmpdir(), 'passe-plat-planted-'));
let caught = 0;
try {
	copyProgram();
	for (const fault of asked) {
		const began = Date.now();
		const verdict = judge(fault);
		if (verdict === 'caught') caught += 1;
		const seconds = ((Date.now() - began) / 1000).toFixed(1);
		console.log(`${verdict.padEnd(8)} ${fault.id}: ${fault.breaks} (${seconds} s)`);
	}
} finally {
	rmSync(copy, { recursive: true, force: true });
}
console.log(`${caught} of ${asked.length} planted faults were caught`);
process.exitCode = caught === asked.length && caught > 0 ? 0 : 1;

/** All that git knows of, and what is generated; the packages are only linked to. */
function copyProgram(): void {
	const listed = execFileSync('git', ['ls-files', '-z'], { cwd: inProject(), encoding: 'utf8' });
	const files = listed.split('\0').filter((file) => file !== '' && !file.startsWith('docs/'));
	for (const file of [...files, '.svelte-kit', 'src/lib/paraglide'])
		cpSync(inProject(file), join(copy, file), { recursive: true });
	symlinkSync(inProject('node_modules'), join(copy, 'node_modules'));
}

function judge(fault: Planted): Verdict {
	const before = run(fault);
	if (before.length === 0 || before.some(({ status }) => status !== 'passed'))
		return 'FAILS WITHOUT IT';
	const path = join(copy, fault.file);
	const whole = readFileSync(path, 'utf8');
	writeFileSync(
		path,
		whole.replace(fault.find, () => fault.replace)
	);
	try {
		const after = run(fault);
		if (after.length === 0) return 'BREAKS THE RUN';
		const failures = after.flatMap(({ failureMessages }) => failureMessages);
		if (failures.some((text) => /AssertionError|Property failed/.test(text))) return 'caught';
		return failures.length > 0 ? 'BREAKS THE RUN' : 'LIVES';
	} finally {
		writeFileSync(path, whole);
	}
}

/** What the named test came to; nothing when it did not run at all. */
function run({ test }: Planted): Told[] {
	const report = join(copy, 'report.json');
	rmSync(report, { force: true });
	const pattern = test.name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', test.file];
	const reporter = ['--reporter=json', `--outputFile=${report}`];
	spawnSync(process.execPath, [...vitest, '-t', pattern, ...reporter], {
		cwd: copy,
		stdio: 'ignore',
		timeout: 120_000
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
