import { stripVTControlCharacters } from 'node:util';
import { readIfThere } from '../../../launcher/os.ts';

export interface Counts {
	passed: number;
	failed: number;
	skipped: number;
	/** For each failed test: its file, its name, and the first lines of its error. */
	failures: string[];
}

export interface Sum extends Counts {
	name: string;
	/**
	 * The runner's exit code: also not 0 for errors outside tests, such as an unhandled rejection.
	 */
	code: number;
}

const nothing: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };

function failure(file: string, name: string, said: string | undefined): string {
	const lines = stripVTControlCharacters(said ?? 'It said nothing.').split('\n');
	return `FAILED ${file} > ${name}\n${lines.slice(0, 12).join('\n')}`;
}

/** Counts the tests in vitest's JSON report; a file that does not load counts as one failure. */
export function readVitest(file: string): Counts {
	const text = readIfThere(file);
	if (!text) return nothing;
	const report = JSON.parse(text) as {
		numPassedTests: number;
		numFailedTests: number;
		numPendingTests: number;
		numTodoTests: number;
		testResults: {
			name: string;
			status: string;
			message: string;
			assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
		}[];
	};
	const unloaded = report.testResults.filter(
		(suite) => suite.status === 'failed' && suite.assertionResults.length === 0
	);
	return {
		passed: report.numPassedTests,
		failed: report.numFailedTests + unloaded.length,
		skipped: report.numPendingTests + report.numTodoTests,
		failures: [
			...unloaded.map(({ name, message }) => failure(name, 'could not load', message)),
			...report.testResults.flatMap(({ name, assertionResults }) =>
				assertionResults
					.filter(({ status }) => status === 'failed')
					.map((test) => failure(name, test.fullName, test.failureMessages[0]))
			)
		]
	};
}

/** Counts the tests in Playwright's JSON report. A flaky test counts as failed. */
export function readPlaywright(file: string): Counts {
	const text = readIfThere(file);
	if (!text) return nothing;
	const { stats, errors } = JSON.parse(text) as {
		stats: { expected: number; unexpected: number; flaky: number; skipped: number };
		errors: { message?: string }[];
	};
	const failed = stats.unexpected + stats.flaky;
	return {
		passed: stats.expected,
		failed: failed === 0 && errors.length > 0 ? errors.length : failed,
		skipped: stats.skipped,
		// Playwright has already printed its failed tests; these are errors outside tests.
		failures: errors.map(({ message }) => failure('playwright', 'outside of the tests', message))
	};
}
