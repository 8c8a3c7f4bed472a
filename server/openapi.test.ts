import { expect, test } from 'vitest';
import { describeApi } from './openapi.ts';
import { SERVED } from './served.ts';

interface Operation {
	operationId: string;
	security: object[];
	parameters: { name: string; in: string }[];
	responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
}

const described = describeApi(new Map(), { origins: ['https://pizza.example'] });
const operations = new Map(
	Object.values(described.paths ?? {})
		.flatMap((path) => Object.values(path) as Operation[])
		.map((operation) => [operation.operationId, operation])
);
const operation = (id: string): Operation => operations.get(id)!;

test('says of each operation who may call it, by a scheme that is described', () => {
	const rules = Object.entries(SERVED);

	for (const [id, { rule }] of rules) {
		const wanted = rule === 'public' || rule === 'token' ? [] : [{ session: [] }];
		if (id === 'metrics') continue;
		expect([id, operation(id).security]).toEqual([id, wanted]);
	}
	expect(operation('metrics').security).toEqual([{}, { metricsToken: [] }]);
	expect(described.components?.securitySchemes).toMatchObject({
		session: { type: 'apiKey', in: 'cookie', name: '__Host-passe-plat' },
		metricsToken: { type: 'http', scheme: 'bearer' }
	});
	expect(described.servers).toEqual([{ url: 'https://pizza.example' }]);
});

test('says of each operation what it answers, and what may be asked in the address', () => {
	const noJson = ['metrics', 'photo', 'dayLog'];
	const silent = [...operations.values()].filter(({ operationId, responses }) => {
		const [done] = Object.entries(responses).filter(([status]) => status.startsWith('2'));
		return !done?.[1].content?.['application/json'] && !noJson.includes(operationId);
	});
	const asked = (id: string) =>
		operation(id)
			.parameters.filter((parameter) => parameter.in === 'query')
			.map(({ name }) => name);

	expect(silent.map(({ operationId }) => operationId)).toEqual([]);
	expect(asked('address')).toEqual(['q', 'street', 'city', 'postcode']);
	expect(asked('fates')).toEqual(['orders']);
	expect(asked('findOrders')).toContain('after');
	expect(asked('ledger')).toEqual(['day', 'page', 'format']);
	expect(asked('quote')).toEqual(['lat', 'lng']);
});

test('says of each operation which faults it answers, with the body of a fault', () => {
	const statuses = (id: string) => Object.keys(operation(id).responses).sort();

	expect(statuses('shops')).toEqual(['200', '429', '500', '503']);
	expect(statuses('track')).toEqual(['200', '404', '429', '500', '503']);
	expect(statuses('manage')).toEqual(['200', '401', '403', '404', '429', '500', '503']);
	expect(statuses('place')).toEqual('200 400 403 404 409 413 422 429 500 503'.split(' '));
	expect(statuses('acceptRun')).toContain('409');
	for (const { operationId, responses } of operations.values())
		for (const [status, { content }] of Object.entries(responses))
			if (/^4/.test(status))
				expect([operationId, content?.['application/json']?.schema]).toEqual([
					operationId,
					{ $ref: '#/components/schemas/Error' }
				]);
	expect(operation('place').responses['409']?.description).toContain('out_of_stock');
});
