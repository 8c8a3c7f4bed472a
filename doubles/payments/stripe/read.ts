import { invalid, required } from './fault.ts';
import { textAt, type Form } from './form.ts';

/** @throws {StripeFault} if the field is absent. */
export function needText(form: Form, path: string): string {
	const text = textAt(form, path);
	if (text === undefined) throw required(nameOf(path));
	return text;
}

/** @throws {StripeFault} if the field is no whole number from `min`. */
export function integerAt(form: Form, path: string, min = 0): number | undefined {
	const text = textAt(form, path);
	if (text === undefined) return undefined;
	const value = Number(text);
	if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value)) {
		throw invalid(`Invalid integer: ${text}`, {
			param: nameOf(path),
			code: 'parameter_invalid_integer'
		});
	}
	if (value < min) {
		throw invalid(`This value must be greater than or equal to ${min}.`, {
			param: nameOf(path),
			code: 'parameter_invalid_integer'
		});
	}
	return value;
}

/** @throws {StripeFault} if the field is none of `allowed`. */
export function oneOf<T extends string>(
	form: Form,
	path: string,
	allowed: readonly T[]
): T | undefined {
	const text = textAt(form, path);
	if (text === undefined) return undefined;
	const found = allowed.find((value) => value === text);
	if (found === undefined) {
		throw invalid(`Invalid ${nameOf(path)}: must be one of ${allowed.join(', ')}`, {
			param: nameOf(path)
		});
	}
	return found;
}

/** `payment_intent_data.capture_method` is `payment_intent_data[capture_method]` in Stripe's messages. */
function nameOf(path: string): string {
	const [first = '', ...rest] = path.split('.');
	return first + rest.map((part) => `[${part}]`).join('');
}
