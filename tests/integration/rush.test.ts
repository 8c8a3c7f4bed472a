import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { inProject } from '../../config/paths.ts';
import { startTestServer } from '../support/house/server.ts';

async function rush(...args: string[]): Promise<{ code: number | null; said: string }> {
	const child = spawn(process.execPath, [inProject('simulation/rush.ts'), ...args]);
	let said = '';
	child.stderr.on('data', (chunk) => (said += chunk));
	const [code] = (await once(child, 'close')) as [number | null];
	return { code, said };
}

test('the simulation refuses a system that is not a demo', async () => {
	const server = await startTestServer({ config: { isDemo: false } });
	const { code, said } = await rush('--url', server.url);
	expect(code).toBe(1);
	expect(said).toContain('is not a demo');
	const { rows } = await server.db.query('select from orders');
	expect(rows).toHaveLength(0);
	await server.close();
});

test('reports a missing system, scene or folder', async () => {
	const nobody = await rush('--url', 'http://localhost:9');
	expect(nobody).toMatchObject({ code: 1, said: expect.stringContaining('npm start') });
	const wrong = await rush('--speed', 'fast');
	expect(wrong).toMatchObject({ code: 2, said: expect.stringContaining('--speed fast') });
});
