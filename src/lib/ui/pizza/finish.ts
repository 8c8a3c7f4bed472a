import { area, line, shape, type Shape } from './marks.ts';

/** Herbs, nuts and seeds, by ingredient id. */
export const finish: Record<string, Shape> = {
	basil: shape(
		14,
		8,
		area('M-18 2C-12-10 2-14 17-3C8 10-6 13-18 2Z', '#256f2b'),
		area('M-18 2C-12-10 2-14 17-3Q0-3-18 2Z', '#4ba23e'),
		line('M-15 1Q0-3 13-3M-6-1L-3-7M3-3L6-7M-4 0L0 5M5-2L8 3', '#d3eda6', 1.2)
	),
	oregano: shape(7, 14, line('M-5-3l2 1M3-5l1 2M0 2l2-1M-4 5l1-2M6 4l1 1', '#3d6a25', 2.2)),
	dill: shape(
		12,
		9,
		line(
			'M-12 6Q0 2 10-8M-7 5L-8 0M-3 3L-4-4M1 0V-7M4-3L4-10M-4 4L0 7M1 1L6 3M5-3L10-2',
			'#2f7d33',
			2
		)
	),
	persillade: shape(
		8,
		10,
		line('M-6-3l2 2M4-5l2 1M5 4l-2 2M-3 6l2-1', '#2f8430', 3),
		line('M0 0h.1M-7 3h.1M7 0h.1', '#fffbe8', 2.6)
	),
	walnuts: shape(
		11,
		7,
		area(
			'M0-8Q-6-13-10-8-15-3-11 2-12 9-5 9-2 10 0 6 3 11 7 8 13 7 11 1 15-4 10-8 6-13 0-8Z',
			'#7a4718'
		),
		line('M-8-4Q-4-8-3-3T-7 3Q-4 7-2 4M8-5Q4-8 3-3T8 2Q6 7 3 4', '#dda75f', 3),
		line('M0-6V4', '#4f2a0c', 1.6)
	),
	'sesame-seeds': shape(
		8,
		14,
		line('M-5-4l2 2M3-6l-1 2M5 2l2 1M-3 4l2-1', '#a9742f', 4.2),
		line('M-5-4l2 2M3-6l-1 2M5 2l2 1M-3 4l2-1', '#fff3d0', 2.8)
	),
	'olive-oil': shape(
		9,
		9,
		line('M-4-2h.1M5 5h.1', '#9a6f0c', 9.5),
		line('M-4-2h.1M5 5h.1', '#e8bd2c', 7),
		line('M-6-4h.1M4 4h.1', '#fff7c4', 2.4)
	),
	'chilli-oil': shape(
		9,
		9,
		line('M-4-2h.1M5 4h.1', '#8e1d06', 10),
		line('M-4-2h.1M5 4h.1', '#f0561c', 7.4),
		line('M-5-4h.1M4 3h.1', '#ffd08a', 2.4),
		line('M7-7l4-2', '#7d1408', 3)
	)
};

/** Sauces poured over in a line: dark colour, light colour, width. */
export const POURED = new Map<string, readonly [string, string, number]>([
	['honey', ['#d58410', '#ffd25c', 3.8]],
	['white-sauce', ['#d8c9a0', '#fffdf2', 5]],
	['cream', ['#dccfae', '#fffdf4', 4.6]],
	['balsamic-cream', ['#32130c', '#7a4636', 3.6]],
	['bbq-sauce', ['#4f1d0e', '#9a4a2a', 4.5]],
	['tomato-sauce', ['#a3240f', '#e0472c', 5]],
	['satay-sauce', ['#8a5420', '#d79a4f', 4.5]],
	['pesto', ['#3f6a1d', '#86ad45', 4.5]]
]);
