import { startTestServers } from './servers.ts';

/** `npm test` has already started the servers; a plain `npx vitest` starts them here. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
	if (process.env.TEST_DATABASE_URL) return undefined;
	const servers = await startTestServers();
	Object.assign(process.env, servers.env);
	return servers.stop;
}
