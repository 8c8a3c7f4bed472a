import { readIfThere } from '../../launcher/os.ts';

export interface Counts {
	passed: number;
	failed: number;
	skipped: number;
}

export interface Sum extends Counts {
	name: string;
	/** The runner's exit code: not 0 also for what is no test, such as an unhandled rejection. */
	code: number;
}

const nothing: Counts = { passed: 0, failed: 0, skipped: 0 };

/** Counts the tests in vitest's JSON report; a suite that could not even load counts as one failure. */
export function readVitest(file: string): Counts {
	const text = readIfThere(file);
	if (!text) return nothing;
	const report = JSON.parse(text) as {
		numPassedTests: number;
		numFailedTests: number;
		numPendingTests: number;
		numTodoTests: number;
		testResults: { status: string; assertionResults: unknown[] }[];
	};
	const unloaded = report.testResults.filter(
		(suite) => suite.status === 'failed' && suite.assertionResults.length === 0
	);
	return {
		passed: report.numPassedTests,
		failed: report.numFailedTests + unloaded.length,
		skipped: report.numPendingTests + report.numTodoTests
	};
}

/** Counts the tests in Playwright's JSON report. A flaky one has failed. */
export function readPlaywright(file: string): Counts {
	const text = readIfThere(file);
	if (!text) return nothing;
	const { stats, errors } = JSON.parse(text) as {
		stats: { expected: number; unexpected: number; flaky: number; skipped: number };
		errors: unknown[];
	};
	const failed = stats.unexpected + stats.flaky;
	return {
		passed: stats.expected,
		failed: failed === 0 && errors.length > 0 ? errors.length : failed,
		skipped: stats.skipped
	};
}
