import { defineConfig } from 'vitest/config';

/** The tests that judge the rules alone: no pages, no servers, and none that reads the whole tree. */
export default defineConfig({
	test: {
		include: [
			'src/lib/domain/**/*.test.ts',
			'config/settings.test.ts',
			'{db,server,workers}/**/*.test.ts'
		],
		exclude: ['db/demo/**', 'server/openapi.test.ts', 'node_modules/**']
	}
});
