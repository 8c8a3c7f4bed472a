import { spawnSync } from 'node:child_process';
import { inProject } from '../../config/paths.ts';

/** `npm run proof -- races [rounds]`: the races for a run of the suite, with 200 rounds unless said otherwise. */
const [rounds = '200'] = process.argv.slice(2);
const { status } = spawnSync(process.execPath, ['tests/run.ts', 'integration', 'dispatch-races'], {
	cwd: inProject(),
	stdio: 'inherit',
	env: { ...process.env, RACE_ROUNDS: rounds }
});
process.exitCode = status ?? 1;
