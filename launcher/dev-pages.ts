import { createServer } from 'vite';
import { root } from '../config/paths.ts';
import { Ending } from '../process/ending.ts';

/**
 * Vite's development server for the pages, with hot reload. It proxies API and sockets to the web
 * process, so that browsers see one origin. Arguments: our port, the API's port.
 */
const [port, apiPort] = process.argv.slice(2).map(Number);
const api = `http://127.0.0.1:${apiPort}`;

const vite = await createServer({
	root,
	server: {
		port,
		strictPort: true,
		proxy: { '/api': api, '/socket.io': { target: api, ws: true } }
	}
});
await vite.listen();

const ending = new Ending({
	onEnd({ error }) {
		if (error) process.stderr.write(`${error.stack}\n`);
	},
	onFault: ({ message }) => void process.stderr.write(`${message}\n`)
});
ending.add(() => vite.close());
process.send?.({ ready: true });
