import { spawnSync } from 'node:child_process';
import { inProject } from '../../config/paths.ts';

/** The accessibility tests of the suite, with every page in both languages. */
const { status } = spawnSync(process.execPath, ['tests/run.ts', 'browser', 'axe.spec'], {
	cwd: inProject(),
	stdio: 'inherit',
	env: { ...process.env, AXE_LANGUAGES: 'all' }
});
process.exitCode = status ?? 1;
