/** The part of a name that other people may read; empty for an empty name. */
export const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? '';
