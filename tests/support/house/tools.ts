import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { readIfThere } from '../../../launcher/os.ts';
import { findRedisProgram } from '../../../launcher/redis.ts';

/** The headless shell is Chromium without windows: the same engine, a fifth faster in tests. */
const browsers = [
	'chromium-headless-shell',
	'chromium',
	'chromium-browser',
	'google-chrome',
	'google-chrome-stable'
];
const elsewhere = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium'
];

/** The Chromium for tests: CHROMIUM_PATH, or an installed one; undefined when there is none. */
export function findChromium(): string | undefined {
	if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
	const dirs = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)];
	const candidates = browsers.flatMap((name) => dirs.map((dir) => join(dir, name)));
	return [...candidates, ...elsewhere].find((path) => existsSync(path));
}

export interface Needs {
	browser: boolean;
	redis: boolean;
}

/**
 * Makes sure that a browser and a Redis are installed: as root on Debian it installs them,
 * elsewhere it prints the command. Returns the variables with their paths.
 */
export function ensureTools(needs: Needs): { CHROMIUM_PATH?: string } {
	const missing = missingPackages(needs);
	if (missing.length > 0) install(missing);
	const still = missingPackages(needs);
	if (still.length > 0) throw new Error(`Still missing after the installation: ${still.join(' ')}`);
	const path = findChromium();
	return path ? { CHROMIUM_PATH: path } : {};
}

function missingPackages(needs: Needs): string[] {
	const missing: string[] = [];
	if (needs.browser && !findChromium()) missing.push(browserPackage());
	if (needs.redis && !findRedisProgram()) missing.push('redis-server');
	return missing;
}

/** Ubuntu has no package of the headless shell. */
function browserPackage(): string {
	const system = readIfThere('/etc/os-release') ?? '';
	return /^ID=debian$/m.test(system) ? 'chromium-headless-shell' : 'chromium';
}

function install(packages: string[]): void {
	const line = `apt-get update && apt-get install -y ${packages.join(' ')}`;
	const canInstall = process.getuid?.() === 0 && existsSync('/etc/debian_version');
	if (!canInstall) {
		throw new Error(
			`The tests need ${packages.join(' and ')}. On Debian or Ubuntu, run: sudo sh -c '${line}'`
		);
	}
	console.log(`Installing ${packages.join(' and ')} for the tests …`);
	const done = spawnSync('sh', ['-c', line], {
		// The package must not start its server after the installation.
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
		stdio: ['ignore', 'ignore', 'inherit']
	});
	if (done.status !== 0) throw new Error(`This failed: ${line}`);
}
