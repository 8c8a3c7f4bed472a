/** The keys of a list of orders. */

/** The row that a key leads to from row `at` (-1: none has the focus), of `count`; undefined for other keys. */
export function rowAfter(key: string, at: number, count: number): number | undefined {
	if (count === 0) return undefined;
	const last = count - 1;
	if (key === 'ArrowDown') return Math.min(at + 1, last);
	if (key === 'ArrowUp') return Math.max(at - 1, 0);
	if (at < 0) return undefined;
	if (key === 'Home') return 0;
	return key === 'End' ? last : undefined;
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'target'>;

/** Whether the key is the slash that leads to the search: not from within a field, where it is a character. */
export function isSearchKey({ key, ctrlKey, metaKey, altKey, target }: Pressed): boolean {
	if (key !== '/' || ctrlKey || metaKey || altKey) return false;
	return !(target as Element).matches('input:not([type="checkbox"]), textarea, select');
}
