/**
 * Small faults planted by a program, thousands of them, in the code that needs no server to be tested.
 * `npm run proof -- mutants` runs it.
 */
export default {
	testRunner: 'vitest',
	plugins: ['@stryker-mutator/vitest-runner'],
	vitest: { configFile: 'tests/mutants/vitest.config.ts' },
	coverageAnalysis: 'perTest',
	mutate: [
		'src/lib/domain/**/*.ts',
		'!src/lib/domain/**/*.test.ts',
		// Words for people, and the drawing of a town: data.
		'!src/lib/domain/{order/words,road/town}.ts',
		'config/settings.ts',
		'db/{errors,lanes}.ts',
		'db/cli/setup-plan.ts',
		'server/{caller,kept,language,schemas,views}.ts',
		'workers/watch.ts',
		'workers/notices/compose.ts'
	],
	// What runs once, when a file is loaded (tables, schemas), is planted with a fresh process for all
	// tests: a fifth of the faults would take nine tenths of the time. Tables have pictures of their own.
	ignoreStatic: true,
	ignorePatterns: [
		'/docs',
		'/static',
		'/build',
		'/bench',
		'/simulation',
		'/test-results',
		// Left out unless asked for, and tsconfig.json extends a file of it.
		'!/.svelte-kit',
		'/.svelte-kit/output',
		'/.svelte-kit/generated'
	],
	reporters: ['clear-text', 'json'],
	clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
	jsonReporter: { fileName: 'test-results/mutants.json' },
	incrementalFile: 'test-results/mutants-known.json',
	concurrency: 2,
	thresholds: { high: 95, low: 85, break: 85 }
};
