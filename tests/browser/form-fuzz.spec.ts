import fc from 'fast-check';
import { expect, test, type House } from './house.ts';

const FORMS = [
	'/language',
	'/sign-in',
	'/sign-in?next=/manage',
	'/gare?/add',
	'/gare?/quantity',
	'/gare/checkout',
	'/gare/choose/margherita',
	'/gare/choose/menu-duo',
	'/gare/choose/menu-duo?line=0',
	`/track/${'A'.repeat(22)}?/cancel`
];

const URLENCODED = 'application/x-www-form-urlencoded';
const MULTIPART = 'multipart/form-data; boundary=x';
const part = (name: string, value: string) =>
	`--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

interface Sent {
	path: string;
	type?: string | undefined;
	body: string;
	basket?: string | undefined;
}

/** Sends a form as it is, from our own origin, and gives the status of the answer. */
async function post(house: House, { path, type, body, basket }: Sent): Promise<number> {
	const answer = await fetch(`${house.url}${path}`, {
		method: 'POST',
		redirect: 'manual',
		// Bytes, so that no content type is added where none is meant.
		body: new TextEncoder().encode(body),
		headers: {
			origin: house.url,
			accept: 'text/html',
			...(type && { 'content-type': type }),
			...(basket && { cookie: `basket=${basket}` })
		}
	});
	await answer.arrayBuffer();
	return answer.status;
}

const isRefusal = (status: number) => status >= 400 && status < 500;

test('a form that cannot be read is refused, on every page', async ({ house }) => {
	for (const path of FORMS) {
		const broken: Sent[] = [
			{ path, type: MULTIPART, body: part('product', 'margherita') },
			{ path, type: MULTIPART, body: '--x\r\nContent-Disposition: form-data' },
			{ path, type: 'multipart/form-data', body: part('to', 'fr') },
			{ path, type: 'application/json', body: '{}' },
			{ path, type: 'text/html', body: '<p>' },
			{ path, body: 'to=fr' }
		];
		for (const sent of broken) {
			const status = await post(house, sent);
			// A page without the form's fields may also simply show itself again.
			expect(status, JSON.stringify(sent)).toBeLessThan(500);
			if (path === '/language') expect(isRefusal(status), JSON.stringify(sent)).toBe(true);
		}
	}
});

test('an action that does not exist, or has a reserved name, is refused', async ({ house }) => {
	for (const path of ['/gare', '/gare/choose/margherita', '/sign-in', '/manage'])
		for (const action of ['/default', '/constructor', '/__proto__', '/none'])
			for (const type of [URLENCODED, 'application/json']) {
				const status = await post(house, { path: `${path}?${action}`, type, body: '{}' });
				// Who is not signed in is sent to do so before anything else.
				const isAnswered = isRefusal(status) || (path === '/manage' && status === 303);
				expect(isAnswered, `${path}?${action} ${type}: ${status}`).toBe(true);
			}
});

test('a key that no header can carry is the form’s fault', async ({ house }) => {
	const basket = encodeURIComponent('[{"product":"margherita","size":"m","quantity":1}]');
	for (const key of ['%F0%9F%98%80', '', 'short', '%00%0A12345678', 'a'.repeat(200)])
		expect(
			await post(house, { path: '/gare/checkout', type: URLENCODED, body: `key=${key}`, basket }),
			key
		).toBe(400);
});

const INHERITED = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__'];

test('names that every object inherits are no products', async ({ house }) => {
	for (const name of INHERITED) {
		const path = '/gare/choose/menu-duo';
		const body = `slot-0=${name}&slot-1=margherita&option=${name}&without=${name}&half=${name}`;
		expect(isRefusal(await post(house, { path, type: URLENCODED, body })), name).toBe(true);

		const line = { product: 'menu-duo', size: name, quantity: 1, slots: [{ product: name }] };
		const lines = [line, { product: name, size: name, quantity: 1, options: [name] }];
		const cookie = `basket=${encodeURIComponent(JSON.stringify(lines))}`;
		for (const page of ['/gare', '/gare/checkout', `${path}?line=0`, '/gare/choose/reine?line=1']) {
			const answer = await fetch(`${house.url}${page}`, { headers: { cookie } });
			expect(answer.status, `${page} with ${name}`).toBe(200);
		}
		const picture = await fetch(`${house.url}/pizza/a.tomato.${name.toLowerCase()}:3.svg`);
		expect(picture.status, name).toBeLessThan(500);
	}
});

const NASTY = [...INHERITED, '', '\u0000', '%00', '../..', '😀', '{}', '-1', '1e9', '\u202e', 'fr'];
const FIELDS = [
	...['to', 'back', 'email', 'password', 'product', 'line', 'quantity', 'size', 'half'],
	...['option', 'without', 'slot-0', 'slot-1', 'choice-base', 'note', 'key', 'name', 'phone'],
	...['street', 'city', 'lat', 'lng', 'fulfilment', 'deliveryWhen', 'deliveryAt', '__proto__']
];
const value = fc.oneof(
	fc.constantFrom(...NASTY),
	fc.string({ unit: 'grapheme', maxLength: 200 }).filter((text) => text.isWellFormed())
);
const fields = fc.array(fc.tuple(fc.constantFrom(...FIELDS), value), { maxLength: 12 });
const body = fc.oneof(
	fields.map((pairs) => ({ type: URLENCODED, body: new URLSearchParams(pairs).toString() })),
	fields.map((pairs) => ({
		type: MULTIPART,
		body: `${pairs.map(([name, text]) => part(name, text)).join('')}--x--\r\n`
	})),
	fc.record({
		type: fc.constantFrom(URLENCODED, MULTIPART, 'text/plain', 'application/json', undefined),
		body: fc.string({ unit: 'grapheme', maxLength: 300 }).filter((text) => text.isWellFormed())
	})
);
const basket = fc.option(
	fc.anything({ maxDepth: 4, values: [value, fc.integer()] }).map((lines) => {
		const text = JSON.stringify([lines, { product: 'menu-duo', quantity: 1, slots: [lines] }]);
		return encodeURIComponent(text.toWellFormed()).slice(0, 3000);
	}),
	{ nil: undefined }
);

test('no form makes a page fail', async ({ house }) => {
	test.setTimeout(360_000);
	const sent = fc
		.tuple(fc.constantFrom(...FORMS), body, basket)
		.map(([path, form, cookie]): Sent => ({ path, basket: cookie, ...form }));
	await fc.assert(
		fc.asyncProperty(sent, async (form) => {
			expect(await post(house, form)).toBeLessThan(500);
		}),
		{ numRuns: 300 }
	);
});

test('an order is not found under another shop', async ({ people, house }) => {
	const { order } = await house.place();
	const page = await people.comes('owner');
	const own = await page.goto(`/manage/gare/orders/${order.id}`);
	const foreign = await page.goto(`/manage/halles/orders/${order.id}`);

	expect([own?.status(), foreign?.status()]).toEqual([200, 404]);
});
