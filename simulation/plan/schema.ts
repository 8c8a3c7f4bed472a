/** A small JSON Schema validator: only the keywords that our own schema uses. */

export interface Schema {
	type?: 'object' | 'array' | 'string' | 'number' | 'integer';
	const?: unknown;
	properties?: Record<string, Schema>;
	required?: string[];
	additionalProperties?: boolean | Schema;
	propertyNames?: { pattern: string };
	minProperties?: number;
	items?: Schema;
	minItems?: number;
	maxItems?: number;
	minimum?: number;
	maximum?: number;
	exclusiveMinimum?: number;
	minLength?: number;
	pattern?: string;
	oneOf?: Schema[];
}

/** All faults with their paths: `shops.gare.oven.minutes: …`. Empty when the value is valid. */
export function faultsOf(schema: Schema, value: unknown, path = ''): string[] {
	const at = path === '' ? 'the scene' : path;
	if (schema.oneOf) return faultsOfOne(schema.oneOf, value, path);
	if ('const' in schema && value !== schema.const)
		return [`${at}: has to be ${JSON.stringify(schema.const)}`];
	if (schema.type && !isOfType(schema.type, value))
		return [`${at}: has to be ${WORDS[schema.type]}`];
	if (typeof value === 'number') return numberFaults(schema, value, at);
	if (typeof value === 'string') return textFaults(schema, value, at);
	if (Array.isArray(value)) return listFaults(schema, value, path);
	if (typeof value === 'object' && value !== null)
		return objectFaults(schema, value as Record<string, unknown>, path);
	return [];
}

const WORDS = {
	object: 'an object',
	array: 'a list',
	string: 'a text',
	number: 'a number',
	integer: 'a whole number'
};

function isOfType(type: NonNullable<Schema['type']>, value: unknown): boolean {
	if (type === 'array') return Array.isArray(value);
	if (type === 'integer') return Number.isInteger(value);
	if (type === 'object')
		return typeof value === 'object' && value !== null && !Array.isArray(value);
	return typeof value === type;
}

/** Of several alternatives, the one with the same `kind` is used. */
function faultsOfOne(shapes: readonly Schema[], value: unknown, path: string): string[] {
	const kindOf = (shape: Schema) => shape.properties?.kind?.const;
	const kind =
		typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
	const meant = shapes.find((shape) => kindOf(shape) === kind);
	if (meant) return faultsOf(meant, value, path);
	return [`${path}.kind: has to be one of ${shapes.map(kindOf).join(', ')}`];
}

function numberFaults(schema: Schema, value: number, at: string): string[] {
	const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity } = schema;
	if (value < minimum) return [`${at}: ${value} is less than ${minimum}`];
	if (value > maximum) return [`${at}: ${value} is more than ${maximum}`];
	if (value <= exclusiveMinimum) return [`${at}: has to be more than ${exclusiveMinimum}`];
	return [];
}

function textFaults({ minLength = 0, pattern }: Schema, value: string, at: string): string[] {
	if (value.length < minLength) return [`${at}: must not be empty`];
	if (pattern && !new RegExp(pattern, 'u').test(value))
		return [`${at}: "${value}" does not look like ${pattern}`];
	return [];
}

function listFaults(schema: Schema, value: readonly unknown[], path: string): string[] {
	const { minItems = 0, maxItems = Infinity, items } = schema;
	if (value.length < minItems) return [`${path}: has to have at least ${minItems}`];
	if (value.length > maxItems) return [`${path}: may have at most ${maxItems}`];
	return items ? value.flatMap((item, at) => faultsOf(items, item, `${path}[${at}]`)) : [];
}

function objectFaults(schema: Schema, value: Record<string, unknown>, path: string): string[] {
	const { properties = {}, required = [], additionalProperties = true, minProperties = 0 } = schema;
	const inside = (name: string) => (path === '' ? name : `${path}.${name}`);
	const missing = required
		.filter((name) => !Object.hasOwn(value, name))
		.map((name) => `${inside(name)}: is missing`);
	const faults = Object.entries(value).flatMap(([name, inner]) => {
		const known = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
		if (known === false) return [`${inside(name)}: is not known`];
		const { propertyNames } = schema;
		if (propertyNames && !new RegExp(propertyNames.pattern, 'u').test(name))
			return [`${inside(name)}: "${name}" does not look like ${propertyNames.pattern}`];
		return typeof known === 'object' ? faultsOf(known, inner, inside(name)) : [];
	});
	if (Object.keys(value).length < minProperties)
		faults.push(`${path}: has to have at least ${minProperties}`);
	return [...missing, ...faults];
}
