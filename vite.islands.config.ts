import { svelte } from '@sveltejs/vite-plugin-svelte';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
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
			leanSocket(),
			plainIcons,
			stylesAreThere,
			compressed,
			svelte()
		],
		build: {
			outDir: `build/client/_app/immutable/islands/${mode}`,
			assetsDir: '',
			emptyOutDir: true,
			rolldownOptions: {
				input: ISLANDS[name].module,
				// Svelte's client index only re-exports: marked side-effect free, helpers of one lazy chunk move into it.
				treeshake: {
					moduleSideEffects: [
						{ test: /\/svelte\/src\/internal\/client\/index\.js$/, sideEffects: false }
					]
				},
				// The pages know their own version, and so this name.
				output: { entryFileNames: `${version}.js`, chunkFileNames: '[name].[hash].js' }
			}
		}
	};
});

const MESSAGE = /\/paraglide\/messages\/(?!_index)\w+\.js$/;

/**
 * The words of the other languages are left out, and with them all that finds out a reader's language:
 * an island that would change it does not build. It sends the form that does so without a script.
 */
const oneLanguage = (language: string): Plugin => ({
	name: 'one-language',
	enforce: 'pre',
	load: (id) =>
		id.endsWith('/paraglide/runtime.js')
			? `export const experimentalStaticLocale = '${language}';
				export const getLocale = () => experimentalStaticLocale;`
			: undefined,
	transform(code, id) {
		// A message chooses among its languages each time: here it is the one.
		if (MESSAGE.test(id))
			return code.replace(/^export const (\w+) = [^]*/m, `export const $1 = ${language}_$1;`);
		if (id.endsWith('/domain/words.ts'))
			return code.replace(
				/\btext\(\s*('[^'\\]*'),\s*('[^'\\]*')\s*\)/g,
				language === 'fr' ? '{ fr: $1 }' : '{ en: $2 }'
			);
		return undefined;
	}
});

/**
 * Files of Socket.io's client for what the one socket of `$lib/live/socket.ts` never does, and what stands
 * in for them: it goes to the page's own server, speaks by websocket only, and sends nothing but text.
 */
const STAND_INS: Record<string, string> = {
	'socket.io-client/build/esm/index.js': `export { Manager } from './manager.js';`,
	'engine.io-client/build/esm/index.js': `
		export { Socket } from './socket.js';
		export { installTimerFunctions } from './util.js';
		export { nextTick } from './globals.js';`,
	'engine.io-client/build/esm/transports/index.js': `
		import { WS } from './websocket.js';
		export const transports = { websocket: WS };`,
	'engine.io-client/build/esm/contrib/parseuri.js': `
		export function parse(address) {
			const { protocol, hostname, port } = new URL(address);
			return { protocol: protocol.slice(0, -1), host: hostname.replace(/[[\\]]/g, ''), port };
		}`,
	'engine.io-parser/build/esm/contrib/base64-arraybuffer.js': `export const decode = () => {};`,
	'socket.io-parser/build/esm/is-binary.js': `
		export const isBinary = () => false;
		export const hasBinary = isBinary;`,
	'socket.io-parser/build/esm/binary.js': `
		export const deconstructPacket = (packet) => ({ packet, buffers: [] });
		export const reconstructPacket = (packet) => packet;`
};

const leanSocket = (): Plugin => {
	const unused = new Set(Object.keys(STAND_INS));
	return {
		name: 'lean-socket',
		enforce: 'pre',
		load(id) {
			const file = id.split('/node_modules/').at(-1) ?? '';
			unused.delete(file);
			return STAND_INS[file];
		},
		buildEnd() {
			if (unused.size > 0) this.error(`Nothing asks for ${[...unused].join()} any more`);
		}
	};
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

/** As adapter-node does for Kit's files: its server sends the precompressed file to clients that accept it. */
const compressed: Plugin = {
	name: 'compressed',
	writeBundle({ dir = '' }, bundle) {
		for (const name of Object.keys(bundle)) {
			const content = readFileSync(join(dir, name));
			writeFileSync(join(dir, `${name}.br`), brotliCompressSync(content));
			writeFileSync(join(dir, `${name}.gz`), gzipSync(content, { level: 9 }));
		}
	}
};
