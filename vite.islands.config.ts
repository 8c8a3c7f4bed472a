import { svelte } from '@sveltejs/vite-plugin-svelte';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { ISLANDS, type IslandName } from './src/lib/islands.table.ts';
import { plainIcons } from './vite.icons.ts';

/**
 * The islands, built after Kit's pages (`vite.config.ts`): a bundle for each and each language. It
 * shares nothing with the other pages, and so holds nothing that it does not use. The mode is the
 * island's name and its language: `--mode kitchen-fr`.
 */
export default defineConfig(({ mode }) => {
	const [name, language] = mode.split('-') as [IslandName, string];
	const { version } = JSON.parse(readFileSync('build/client/_app/version.json', 'utf8')) as {
		version: string;
	};
	return {
		base: './',
		publicDir: false,
		resolve: {
			alias: {
				$lib: resolve('src/lib'),
				'$app/environment': resolve('src/lib/islands.environment.ts')
			}
		},
		plugins: [
			oneLanguage(language),
			websocketOnly,
			plainIcons,
			stylesAreThere,
			svelte({ configFile: false })
		],
		build: {
			outDir: `build/client/_app/islands/${mode}`,
			assetsDir: '',
			emptyOutDir: true,
			rolldownOptions: {
				input: ISLANDS[name],
				// The pages know their own version, and so this name.
				output: { entryFileNames: `${version}.js`, chunkFileNames: '[name].[hash].js' }
			}
		}
	};
});

/**
 * The words of the other languages are left out, and with them all that finds out a reader's language:
 * an island that would change it does not build. It sends the form that does so without a script.
 */
const oneLanguage = (language: string): Plugin => ({
	name: 'one-language',
	load: (id) =>
		id.endsWith('/paraglide/runtime.js')
			? `export const experimentalStaticLocale = '${language}';
				export const getLocale = () => experimentalStaticLocale;`
			: undefined
});

const TRANSPORTS = '\0engine.io-client/transports';

/** `$lib/live/socket.ts` asks for no other transport. */
const websocketOnly: Plugin = {
	name: 'websocket-only',
	enforce: 'pre',
	async resolveId(id, importer) {
		const isTheirs = id === './transports/index.js' && importer?.includes('/engine.io-client/');
		return isTheirs ? TRANSPORTS : undefined;
	},
	load: (id) =>
		id === TRANSPORTS
			? `import { WS } from ${JSON.stringify(resolve('node_modules/engine.io-client/build/esm/transports/websocket.js'))};
				export const transports = { websocket: WS };`
			: undefined
};

/** The page itself came with the styles of all that it shows at first: not to be fetched again. */
const stylesAreThere: Plugin = {
	name: 'styles-are-there',
	generateBundle(_options, bundle) {
		for (const chunk of Object.values(bundle)) {
			if (chunk.type !== 'chunk' || !chunk.facadeModuleId?.endsWith('/island.ts')) continue;
			const styles = chunk.viteMetadata?.importedCss ?? new Set();
			for (const name of styles) delete bundle[name];
			styles.clear();
		}
	}
};
