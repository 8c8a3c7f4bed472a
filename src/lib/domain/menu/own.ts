/**
 * Looks up a key that a client chose, among the record's own keys only. A plain `record[key]` also
 * finds inherited keys: `constructor`, `toString`, `__proto__`.
 */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
	return Object.hasOwn(record, key) ? record[key] : undefined;
}
