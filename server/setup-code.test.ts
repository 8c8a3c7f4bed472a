import { expect, test } from 'vitest';
import { isSetupCode, setupCode } from './setup-code.ts';

test('a code is read as it is typed, and belongs to one secret', () => {
	const code = setupCode('one secret');

	expect(code).toMatch(/^[A-HJ-NP-Z2-9]{4}(-[A-HJ-NP-Z2-9]{4}){2}$/);
	expect(setupCode('one secret')).toBe(code);
	expect(isSetupCode('one secret', code)).toBe(true);
	expect(isSetupCode('one secret', ` ${code.toLowerCase().replaceAll('-', '')} `)).toBe(true);
	expect(isSetupCode('another secret', code)).toBe(false);
	expect(isSetupCode('one secret', '')).toBe(false);
});
