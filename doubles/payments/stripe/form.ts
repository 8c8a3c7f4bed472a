/** A form-encoded body as Stripe's libraries send it: `payment_intent_data[metadata][order_id]=7`. */
export type FormValue = string | Form;
export interface Form {
	[name: string]: FormValue;
}

/** Lists (`expand[0]=a`, `expand[]=a`) become forms whose names are the positions. */
export function parseForm(text: string): Form {
	const form = emptyForm();
	for (const [key, value] of new URLSearchParams(text)) put(form, partsOf(key), value);
	return form;
}

function emptyForm(): Form {
	// Without a prototype: a field called `__proto__` is a field.
	return Object.create(null) as Form;
}

function partsOf(key: string): string[] {
	const [first = '', ...rest] = key.split('[');
	return [first, ...rest.map((part) => part.replace(/\]$/, ''))];
}

function put(form: Form, parts: string[], value: string): void {
	const [head = '', ...rest] = parts;
	const name = head === '' ? String(Object.keys(form).length) : head;
	if (rest.length === 0) {
		form[name] = value;
		return;
	}
	const found = form[name];
	const inner = typeof found === 'object' ? found : emptyForm();
	form[name] = inner;
	put(inner, rest, value);
}

/** @param path names joined by a full stop, e.g. `payment_intent_data.capture_method`. */
function valueAt(form: Form, path: string): FormValue | undefined {
	let at: FormValue | undefined = form;
	for (const name of path.split('.')) at = typeof at === 'object' ? at[name] : undefined;
	return at;
}

export function textAt(form: Form, path: string): string | undefined {
	const value = valueAt(form, path);
	return typeof value === 'string' && value !== '' ? value : undefined;
}

export function formAt(form: Form, path: string): Form | undefined {
	const value = valueAt(form, path);
	return typeof value === 'object' ? value : undefined;
}

export function listAt(form: Form, path: string): FormValue[] {
	return Object.values(formAt(form, path) ?? {});
}

/** Metadata: an empty value removes the name, as Stripe documents. */
export function mergeMetadata(old: Record<string, string>, form: Form, path = 'metadata') {
	const merged = { ...old };
	for (const [name, value] of Object.entries(formAt(form, path) ?? {})) {
		if (typeof value !== 'string') continue;
		if (value === '') delete merged[name];
		else merged[name] = value;
	}
	return merged;
}
