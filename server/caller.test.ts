import type { Request } from 'express';
import { expect, test } from 'vitest';
import { createCallers, INNER_HEADER, netOf } from './caller.ts';

test.each([
	['203.0.113.7', '203.0.113.7'],
	['::ffff:203.0.113.7', '203.0.113.7'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
	['2001:db8:1:2::1', '2001:db8:1:2'],
	['2001:DB8:0001:2::', '2001:db8:1:2'],
	['2001:db8::1', '2001:db8:0:0'],
	['::1', '0:0:0:0'],
	['2001:db8:1:2:3::', '2001:db8:1:2'],
	['2001:db8:1::2:3:4:5', '2001:db8:1:0'],
	['1:2:3:4:5:6:7::', '1:2:3:4'],
	['::ffff:192.168.100.200', '192.168.100.200'],
	['a::ffff:1.2.3.4', 'a:0:0:0'],
	['::ffff:1.2.3.4.5', '0:0:0:0'],
	['', '']
])('%s counts as %s', (ip, caller) => {
	expect(netOf(ip)).toBe(caller);
});

const requestFrom = (ip: string, headers: Record<string, string> = {}) =>
	({ ip, headers }) as unknown as Request;

test('a page’s own call counts as its visitor’s, on this process’s word alone', () => {
	const callers = createCallers();
	const page = requestFrom('203.0.113.7');
	callers.mark(page);
	const word = String(page.headers[INNER_HEADER]);

	expect(callers.of(requestFrom('127.0.0.1', { [INNER_HEADER]: word }))).toBe('203.0.113.7');
	expect(createCallers().of(requestFrom('127.0.0.1', { [INNER_HEADER]: word }))).toBe('127.0.0.1');
});

test('who is nowhere counts as one', () => {
	const callers = createCallers();
	const lost = { headers: {} } as unknown as Request;
	expect(callers.of(lost)).toBe('');
	callers.mark(lost);
	expect(callers.of(lost)).toBe('');
});
