import { svelte } from '@sveltejs/vite-plugin-svelte';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/house/longest-first.ts';

// Tests say themselves whether they are a browser.
const environment = './tests/support/house/app-environment.ts';
const lib = fileURLToPath(new URL('./src/lib', import.meta.url));
// tsconfig.json extends a file that Kit writes; a fresh clone has none yet.
if (!existsSync('.svelte-kit/tsconfig.json')) {
	execFileSync(process.execPath, ['node_modules/@sveltejs/kit/svelte-kit.js', 'sync']);
}

const globalSetup = ['tests/support/house/global-setup.ts'];

const underLoad = ['loop', 'payments', 'soak'].map((name) => `tests/fault/${name}.test.ts`);

export default defineConfig({
	test: {
		// What a failed test found is said whole: in CI nobody can look again.
		chaiConfig: { truncateThreshold: 2000 },
		sequence: { sequencer: LongestFirst },
		projects: [
			{
				plugins: [svelte({ configFile: false })],
				resolve: {
					alias: {
						$lib: lib,
						'$app/environment': fileURLToPath(new URL(environment, import.meta.url))
					}
				},
				test: {
					name: 'unit',
					include: [
						'{src,config,process,travel,db,server,workers,launcher,simulation,doubles,bench}/**/*.test.ts',
						'tests/boundaries*.test.ts',
						'tests/planted/*.test.ts'
					],
					// A shared machine: five seconds are over before a busy one has begun.
					testTimeout: 60_000
				}
			},
			{
				test: {
					name: 'integration',
					include: ['tests/integration/**/*.test.ts'],
					globalSetup,
					testTimeout: 120_000,
					hookTimeout: 120_000,
					maxWorkers: 2,
					sequence: { groupOrder: 1 }
				}
			},
			{
				test: {
					name: 'fault',
					include: ['tests/fault/**/*.test.ts'],
					exclude: underLoad,
					globalSetup,
					testTimeout: 180_000,
					hookTimeout: 120_000,
					// They wait for timeouts and restarts more than they work.
					maxWorkers: 3,
					sequence: { groupOrder: 2 }
				}
			},
			{
				test: {
					name: 'fault-load',
					include: underLoad,
					globalSetup,
					testTimeout: 240_000,
					hookTimeout: 120_000,
					// Each keeps the machine busy, and says how soon the system is right again: no neighbours.
					maxWorkers: 1,
					sequence: { groupOrder: 3 }
				}
			}
		]
	}
});
