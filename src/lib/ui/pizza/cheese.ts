import { area, disc, line, shape, SLICE, type Shape } from './marks.ts';

/** Cheeses that keep their shape in the oven, or are added after it; melted ones are part of the base. */
export const cheese: Record<string, Shape> = {
	'goat-cheese': shape(
		13,
		6,
		area(SLICE, '#d8ae68'),
		disc(11.5, '#fffaf0'),
		area('M-8 0Q-7-8 1-8 8-6 7 1 3 0 0 3T-8 0Z', '#f4cd8c'),
		line('M-4-2Q-2-5 2-5M5 6Q7 5 8 2', '#d59a4a', 1.8)
	),
	'blue-cheese': shape(
		10,
		7,
		area('M-10 1L-5-9 5-9 11-1 5 8-5 9Z', '#d3c290'),
		area('M-8 0L-4-7 4-7 9-1 4 6-4 7Z', '#fbf4dd'),
		line('M-3-4l2 2M4-3h.1M1 3l2-1M-5 2h.1', '#3f7480', 3)
	),
	emmental: shape(
		9,
		7,
		line('M-10-3l7-5M2-5l7-4M-7 5l8-1M4 4l6-5', '#d08a22', 3.6),
		line('M-9-4l5-4M3-6l5-3M-6 4l6-1M5 3l4-4', '#ffd75e', 2)
	),
	reblochon: shape(
		15,
		5,
		area('M-16-7Q0-12 16-7L15 6Q10 12 6 7T-4 9-15 6Z', '#fbe6a6'),
		line('M-16-7Q0-12 16-7', '#d27a2c', 4),
		line('M-8 1h.1M6-1h.1M-1 3h.1', '#e6b24f', 4)
	),
	parmesan: shape(
		12,
		6,
		area('M-15 2Q-4-10 15-5Q4-1-1 4T-15 2Z', '#cfa245'),
		area('M-13 1Q-4-8 13-5Q3-3-2 2T-13 1Z', '#fff2c2')
	),
	burrata: {
		...shape(
			27,
			1,
			area(
				'M-27 4C-31-8-18-14-16-20-6-28 8-27 16-19 26-17 30-4 25 6 27 17 13 20 6 26-6 25-10 27-17 21-27 17-27 4Z',
				'#f2dfae'
			),
			area('M-21 1C-22-11-11-20 1-20S21-11 20 1 10 19-1 18-20 11-21 1Z', '#fffefa'),
			area('M-21 1C-20 13-9 19 0 18 10 18 19 10 20 1 12 14-10 16-21 1Z', '#e9dcb9'),
			line('M-14-5Q-11-13-4-15', '#fff', 3),
			line('M-5-13Q1-8 8-13M1-10Q-3-6-9-6M1-10Q6-6 12-7', '#d9c79a', 1.8),
			area('M-9 6C-7-4 3-6 11-3 7 7-2 10-9 6Z', '#3d9140'),
			line('M-8 5Q1 2 8-1', '#c5e59a', 1.4),
			line('M13 8h.1M-14 3h.1M4 14h.1', '#87a83a', 3.4)
		),
		isCentre: true
	}
};
