import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';

const outdir = './src/lib/paraglide';

/** Paraglide "succeeds" without a single message when its plugin cannot be loaded. */
const messagesAreThere: Plugin = {
	name: 'messages-are-there',
	// The dev server lays the messages out in another way, one file a language.
	apply: 'build',
	buildStart: {
		order: 'post',
		sequential: true,
		handler() {
			const compiled = readFileSync(`${outdir}/messages/_index.js`, 'utf8');
			if (!compiled.includes('export *'))
				throw new Error('No message was compiled: see project.inlang');
		}
	}
};

/** Parts of manager's pages and forms, with their icons: neither a wall nor a tracking page has them. */
const ONLY_AT_DESKS =
	/lib\/office\/|domain\/office\/|messages\/office_|lib\/ui\/(Badge|BackLink|Empty|Field|Modal|Pager|SelectField|SideSheet|StatusBadge|Table|TextField)\.svelte|icons\/(arrow-left|arrow-right|ban|bike|chef-hat|circle-check|credit-card|door-open|flame|inbox|package|search|thumbs-up)\./;

export default defineConfig({
	// MapLibre's worker is a module.
	worker: { format: 'es' },
	build: {
		rolldownOptions: {
			// A phone waits for fifty small files longer than for one larger; what few pages share stays apart,
			// for a wall and a tracking page load little of it.
			output: {
				codeSplitting: {
					groups: [{ name: 'common', minShareCount: 9, test: (id) => !ONLY_AT_DESKS.test(id) }]
				}
			}
		}
	},
	plugins: [
		paraglideVitePlugin({
			project: './project.inlang',
			outdir,
			strategy: ['cookie', 'preferredLanguage', 'baseLocale']
		}),
		messagesAreThere,
		sveltekit()
	]
});
