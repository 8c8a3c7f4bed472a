import type { Text } from '#domain/menu/menu.ts';

/** A text in French and English. */
export const both = (fr: string, en: string): Text => ({ fr, en });
