import { startTestServers } from './servers.ts';

/** `npm test` starts the servers for everybody; a bare `npx vitest` starts its own here. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
	if (process.env.TEST_DATABASE_URL) return undefined;
	const servers = await startTestServers();
	Object.assign(process.env, servers.env);
	return servers.stop;
}
