/**
 * The value under a key that a caller chose. A plain `record[key]` also finds what every object inherits:
 * `constructor`, `toString`, `__proto__`.
 */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
	return Object.hasOwn(record, key) ? record[key] : undefined;
}
