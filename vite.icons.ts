import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

interface Icon {
	node: [tag: string, attributes: Record<string, string>][];
}

const ICON = /\/@lucide\/svelte\/dist\/icons\/[\w-]+\.svelte$/;

/**
 * Lucide's icons with their shapes written out. Theirs build each shape from data as the page comes to
 * life, which weighs 1 KiB more on every page; ours only size them, and choose the width of their
 * strokes. All of them decorate words or a labelled button: none is read aloud.
 */
export const plainIcons: Plugin = {
	name: 'plain-icons',
	enforce: 'pre',
	config: () => ({ optimizeDeps: { exclude: ['@lucide/svelte'] } }),
	load(id) {
		if (!ICON.test(id)) return undefined;
		const data = /^const iconData = (\{.*\});$/m.exec(readFileSync(id, 'utf8'))?.[1];
		if (!data) this.error(`${id} holds its shape in another way than it used to`);
		return component(JSON.parse(data) as Icon);
	}
};

function component({ node }: Icon): string {
	const shapes = node.map(([tag, attributes]) => {
		const written = Object.entries(attributes).map(([key, value]) => `${key}="${value}"`);
		return `<${tag} ${written.join(' ')} />`;
	});
	return `<script>
		let { size = 24, strokeWidth = 2, class: more } = $props();
	</script>
	<svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor"
		stroke-width={strokeWidth} stroke-linecap="round" stroke-linejoin="round" class={more}
		aria-hidden="true"
	>${shapes.join('')}</svg>`;
}
