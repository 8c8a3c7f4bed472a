import { defineConfig } from 'vitest/config';

/** The unit tests of the rules: no pages, no servers, and none that reads the whole source tree. */
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
