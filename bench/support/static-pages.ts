import type { KitchenTicket, TrackedOrder } from '#domain/wire/contract.ts';

/** Static pages as baselines for ours. */

const LOOK = `body{margin:0;font:16px/1.4 system-ui,sans-serif;background:#16181d;color:#f3f4f6}
ul{display:grid;grid-template-columns:repeat(4,1fr);gap:1rem;padding:1rem;list-style:none}
li{padding:1rem;background:#23262d;border-radius:.5rem}b{font-size:2rem}`;

const pageOf = (title: string, body: string, script = '') =>
	`<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>${title}</title><meta name="viewport" content="width=device-width"><style>${LOOK}</style></head><body><h1>${title}</h1>${body}${script}</body></html>`;

const escape = (text: string) => text.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);

function linesOf(lines: KitchenTicket['lines']): string {
	return lines
		.map((line) => `${line.quantity} × ${line.name.fr} ${line.sizeName.fr ?? ''}`)
		.map((text) => `<p>${escape(text)}</p>`)
		.join('');
}

/** Every ticket with its number, name, stage, time and lines, as plain text. */
export function wordsOfKitchen(tickets: readonly KitchenTicket[]): string {
	const items = tickets.map(
		(one) =>
			`<li><b>${one.number}</b> ${escape(one.customerName)} ${one.status}<p>${one.promisedAt}</p>${linesOf(one.lines)}</li>`
	);
	return pageOf('Cuisine', `<ul>${items.join('')}</ul>`);
}

/** One order with its stage, promise and lines. */
export function wordsOfTracking(order: TrackedOrder): string {
	const words = `<p>${order.number} ${order.status} ${order.promisedAt}</p>${linesOf(order.lines)}`;
	return pageOf('Votre commande', words);
}

/** A page as our server rendered it, without scripts: the same content and styles, static. */
export function staticHtmlOf(html: string): string {
	return html
		.replaceAll(/<script\b[^>]*>.*?<\/script>/gs, '')
		.replaceAll(/<link\b[^>]*rel="modulepreload"[^>]*>/g, '');
}

/** A list of these orders, each with its version in a text node that a plain WebSocket updates. */
export function livePage(ids: readonly string[]): string {
	const items = ids.map(
		(id, index) => `<li data-order-id="${id}" data-version="0"><b>${index}</b> <span>0</span></li>`
	);
	return pageOf(
		'Plancher',
		`<ul>${items.join('')}</ul>`,
		`<script>
		const socket = new WebSocket('ws://' + location.host);
		socket.onopen = () => (document.body.dataset.connection = 'live');
		socket.onmessage = ({ data }) => {
			const { id, version } = JSON.parse(data);
			const item = document.querySelector('[data-order-id="' + id + '"]');
			item.lastChild.firstChild.data = version;
			item.dataset.version = version;
		};
		</script>`
	);
}
