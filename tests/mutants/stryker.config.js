/** Mutation testing of the code that needs no server. Started by `npm run proof -- mutants`. */
export default {
	testRunner: 'vitest',
	plugins: ['@stryker-mutator/vitest-runner'],
	vitest: { configFile: 'tests/mutants/vitest.config.ts' },
	coverageAnalysis: 'perTest',
	mutate: [
		'src/lib/domain/**/*.ts',
		'!src/lib/domain/**/*.test.ts',
		// Excluded as data: texts, and the demo town.
		'!src/lib/domain/{order/words,road/town}.ts',
		'config/settings.ts',
		'db/plumbing/{errors,lanes}.ts',
		'db/cli/setup-plan.ts',
		'server/{cache,caller,language,schemas,views}.ts',
		'workers/watch.ts',
		'workers/notices/compose.ts'
	],
	// Static mutants (code that runs once at import, such as tables and schemas) would need a new
	// process for all tests: a fifth of the mutants would take nine tenths of the time. Tables have
	// their own tests.
	ignoreStatic: true,
	ignorePatterns: [
		'/docs',
		'/static',
		'/build',
		'/bench',
		'/simulation',
		'/test-results',
		// Ignored by default, but tsconfig.json extends a file in it.
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
