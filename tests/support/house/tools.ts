import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { readIfThere } from '../../../launcher/os.ts';
import { findRedisProgram } from '../../../launcher/redis.ts';

/** Chromium without windows: the same engine, in tests twice as fast. */
const SHELL = 'chromium-headless-shell';
const browsers = [SHELL, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
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

/** A machine without a network must not wait for ever, in ms. */
const INSTALL_MS = 300_000;

export interface Needs {
	browser: boolean;
	redis: boolean;
	python: boolean;
}

/**
 * Makes sure that a browser, a Redis and Python are installed: as root on Debian it installs them,
 * elsewhere it prints the command. Returns the variables with their paths.
 */
export function ensureTools(needs: Needs): { CHROMIUM_PATH?: string } {
	const missing = missingPackages(needs);
	if (missing.length > 0) install(missing);
	else if (needs.browser && isSlow(findChromium())) installIfPossible(SHELL);
	const still = missingPackages(needs);
	if (still.length > 0) throw new Error(`Still missing after the installation: ${still.join(' ')}`);
	const path = findChromium();
	return path ? { CHROMIUM_PATH: path } : {};
}

function missingPackages(needs: Needs): string[] {
	const missing: string[] = [];
	if (needs.browser && !findChromium()) missing.push(browserPackage());
	if (needs.redis && !findRedisProgram()) missing.push('redis-server');
	if (needs.python && !hasPython()) missing.push('python3');
	return missing;
}

const hasPython = (): boolean => spawnSync('python3', ['--version']).status === 0;

/** Ubuntu has no package of the headless shell. */
const browserPackage = (): string => (hasShellPackage() ? SHELL : 'chromium');

const hasShellPackage = (): boolean => /^ID=debian$/m.test(readIfThere('/etc/os-release') ?? '');

const canInstall = (): boolean => process.getuid?.() === 0 && existsSync('/etc/debian_version');

/** Of the browsers found by name; who set CHROMIUM_PATH has chosen. */
const isSlow = (path: string | undefined): boolean =>
	!process.env.CHROMIUM_PATH && !path?.endsWith(SHELL);

/** The tests pass without it, and take longer. */
function installIfPossible(name: string): void {
	if (!canInstall() || !hasShellPackage()) return;
	try {
		install([name]);
	} catch (error) {
		console.log(`${(error as Error).message}. The tests go on with ${findChromium()}.`);
	}
}

function install(packages: string[]): void {
	const line = `apt-get update && apt-get install -y ${packages.join(' ')}`;
	if (!canInstall()) {
		throw new Error(
			`The tests need ${packages.join(' and ')}. On Debian or Ubuntu, run: sudo sh -c '${line}'`
		);
	}
	console.log(`Installing ${packages.join(' and ')} for the tests …`);
	const done = spawnSync('sh', ['-c', line], {
		// The package must not start its server after the installation.
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
		stdio: ['ignore', 'ignore', 'inherit'],
		timeout: INSTALL_MS
	});
	if (done.status !== 0) throw new Error(`This failed: ${line}`);
}
