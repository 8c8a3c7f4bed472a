/** Words short enough for a wall. */

import { word } from '$lib/ui/format.ts';
import type { Text } from '#domain/menu.ts';

/** The size without its centimetres: the disc is drawn beside it. */
export const sizeWord = (name: Text): string => word(name).replace(/\s*\(.*\)$/, '');
