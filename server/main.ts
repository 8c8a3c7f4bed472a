import { existsSync } from 'node:fs';
import type { RequestHandler } from 'express';
import { readWebConfig } from '../config/web.ts';
import { schemaFault } from '../db/plumbing/migrate.ts';
import { Ending } from '../process/ending.ts';
import { startServer } from './compose.ts';
import { createLog } from './logging.ts';
import { setupCode } from './setup-code.ts';

const GRACE_MS = 14_000;

const config = readWebConfig();
const log = createLog(config);
const ending = new Ending({
	graceMs: GRACE_MS,
	onEnd({ error, signal }) {
		if (error)
			log.fatal({ err: { message: error.message, stack: error.stack } }, 'ending after a bug');
		else log.info({ signal }, 'closing');
	},
	onFault: ({ message }) => log.error({ message }, 'not everything could be closed')
});

const fault = await schemaFault(config.databaseUrl).catch((error: unknown) => ({
	message: `Postgres cannot be reached: ${error instanceof Error ? error.message : String(error)}`
}));
if (fault) {
	process.stderr.write(`The web process does not start. ${fault.message}\n`);
	process.exit(1);
}

const server = await startServer(config, { log, pages: await loadPages() }).catch(
	(error: unknown) => {
		process.stderr.write(
			`The web process does not start. ${error instanceof Error ? error.message : String(error)}\n`
		);
		process.exit(1);
	}
);

ending.add(() => server.close());
log.info({ port: server.port }, 'listening');
process.send?.({ ready: true });
if (await server.isEmpty())
	log.warn(
		{ page: `${config.origins[0]}/setup`, code: setupCode(config.appSecret) },
		'nobody is set up yet: open the page and give the code, or run npm run setup'
	);

/** The built pages; without them this process serves the API alone. */
async function loadPages(): Promise<RequestHandler | undefined> {
	const built = new URL('../build/handler.js', import.meta.url);
	if (!existsSync(built)) return undefined;
	const { handler } = (await import(built.href)) as { handler: RequestHandler };
	return handler;
}
