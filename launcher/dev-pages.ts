import { createServer } from 'vite';
import { root } from '../config/paths.ts';

/**
 * The pages as they are being written, with Vite's own reload. API and sockets are passed on to the
 * web process, so that browsers see one origin here as well. Arguments: our port, the API's port.
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

const close = () => void vite.close().then(() => process.exit(0));
process.once('SIGTERM', close);
// The parent process is gone.
process.once('disconnect', close);
process.send?.({ ready: true });
