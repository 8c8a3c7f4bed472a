import { area, line, shape, type Shape } from './marks.ts';

/** Fish and seafood, by ingredient id. */
export const sea: Record<string, Shape> = {
	'smoked-salmon': shape(
		14,
		7,
		area('M-19 1C-14-10-6-11 0-6S12-10 19-4C16 7 8 6 2 5S-12 12-19 1Z', '#f27b42'),
		line('M-13-2Q-8 2-9 6M-6-6Q-1 0-3 6M2-5Q6 0 5 4M9-7Q13-2 11 3', '#ffd0ad', 1.9)
	),
	tuna: shape(
		11,
		7,
		area('M-12-2L-5-9 4-9 12-3 10 6 2 10-8 8Z', '#b98262'),
		line('M-8 0L-1-5 6-4M-6 5L3 0 8 1M-1 7L5 5', '#f4dcc6', 2.8)
	),
	anchovies: shape(
		14,
		6,
		area('M-20 2Q-6-9 20-4Q8 3-2 6T-20 2Z', '#54464a'),
		line('M-14 1Q-4-5 14-4', '#c9bcb0', 2.6),
		line('M-14 3Q-4 1 6 1', '#9a4f3c', 1.6)
	),
	prawns: shape(
		13,
		6,
		line('M6-8A9 9 0 1 0 6 8', '#dd5a30', 10),
		line('M5-8A9 9 0 1 0 5 8', '#ffab84', 6),
		line('M-9-5l4 3M-10 4l5-2M-3 10l1-5M-2-11l1 5', '#e8693f', 1.6),
		line('M7 8l6 4M7 8l7-2', '#c9431f', 3)
	),
	mussels: shape(
		13,
		5,
		area('M0 16C-10 10-13-4-7-14Q2-18 9-11C13-1 9 10 0 16Z', '#1f2438'),
		area('M0 12C-7 7-9-3-5-11Q2-14 6-9C9-1 6 8 0 12Z', '#8c98bd'),
		area('M0 9C-6 5-6-5-1-8Q6-7 5 0T0 9Z', '#f29432'),
		line('M-1-4Q1-5 2-3', '#ffdca6', 2)
	),
	squid: shape(
		11,
		5,
		line('M-9 1C-9-7-4-10 2-9S11-3 9 3 3 10-3 9-9 6-9 1Z', '#bd8f72', 6.4),
		line('M-9 1C-9-7-4-10 2-9S11-3 9 3 3 10-3 9-9 6-9 1Z', '#fff1e6', 4.2),
		line('M-9 1C-8-6-4-9 1-9M9 4Q6 9 2 9', '#f3b7a6', 1.6)
	)
};
