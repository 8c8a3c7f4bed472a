import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { inProject } from '../../config/paths.ts';
import { openHouse } from '../support/house/running-house.ts';

/** Redocly's linter on the API description of a running server, which is stored in `reports`. */
// The linter's ignore list contains the file name, so it must be constant.
const file = inProject('reports/openapi.json');
mkdirSync(inProject('reports'), { recursive: true });
const house = await openHouse({ durable: false });
try {
	const answer = await fetch(`${house.url}/api/openapi.json`);
	writeFileSync(file, JSON.stringify(await answer.json(), undefined, 2));
	const linter = 'node_modules/@redocly/cli/bin/cli.js';
	const config = ['--config', 'tests/proof/redocly.yaml', '--max-problems', '200'];
	const ran = spawnSync(process.execPath, [linter, 'lint', file, ...config, ...formatOf()], {
		cwd: inProject(),
		stdio: 'inherit',
		// Disables the linter's telemetry and update check.
		env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }
	});
	process.exitCode = ran.status ?? 1;
} finally {
	await house.close();
}

function formatOf(): string[] {
	return process.argv[2] ? ['--format', process.argv[2]] : [];
}
