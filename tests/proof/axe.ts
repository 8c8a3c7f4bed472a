import { spawnSync } from 'node:child_process';
import { inProject } from '../../config/paths.ts';

/** The sweeps of the suite over every page: accessibility in both languages, long words at each size. */
const { status } = spawnSync(
	process.execPath,
	['tests/run.ts', 'browser', 'axe.spec', 'long-words'],
	{
		cwd: inProject(),
		stdio: 'inherit',
		env: { ...process.env, SWEEP: 'all' }
	}
);
process.exitCode = status ?? 1;
