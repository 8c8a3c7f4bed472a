import { area, disc, line, shape, SLICE, type Shape } from './marks.ts';

const chorizo = shape(
	13,
	7,
	area(SLICE, '#8a1c12'),
	disc(11, '#c4361f'),
	line('M-5-5h.1M4-7h.1M6 3h.1M-2 4h.1M-7 2h.1M1-1h.1M2 8h.1', '#f2a67c', 2.6)
);

const egg: Shape = {
	...shape(
		27,
		1,
		area('M-27-2C-28-14-14-19-4-23S14-22 21-14 29 1 23 11 8 21-2 22-26 12-27-2Z', '#e8cf9a'),
		area('M-25-2C-26-13-13-17-4-21S13-20 20-13 27 1 21 10 7 19-2 20-24 11-25-2Z', '#fffdf5'),
		disc(12, '#ef9613'),
		disc(10, '#ffbf24'),
		line('M-6-3Q-4-7 0-7', '#fff3c4', 2.6)
	),
	isCentre: true
};

/** Meat, sausages and egg, by ingredient id. */
export const meat: Record<string, Shape> = {
	chorizo,
	pepperoni: shape(
		13,
		8,
		area(SLICE, '#8f2016'),
		disc(11.5, '#d5432c'),
		line('M-6-5h.1M3-4h.1M-2 3h.1M6 4h.1M-6 5h.1', '#b52f1d', 2.4),
		line('M-8-5Q-5-9 0-9', '#f39a80', 2)
	),
	ham: shape(
		14,
		6,
		area('M-15-7Q-8-13 0-9T15-7L12 8Q4 5-2 9T-14 7Z', '#f3a19d'),
		line('M-14-7Q-8-12 0-8T14-6', '#fde6de', 2.6),
		line('M-8-4Q-9 2-7 5M1-4Q0 2 3 5M9-5Q8-1 9 2', '#d8767a', 1.6)
	),
	'cured-ham': shape(
		16,
		4,
		area('M-19-3C-13-11-8 2-1-5S12-11 19-4L17 6C11 0 7 10 0 6S-12 3-17 9Z', '#ab3136'),
		line('M-18-3C-12-10-8 2-1-4S12-10 18-4', '#fde5d8', 3),
		line('M-13 4Q-8 1-4 4M3 3Q8-1 14 2', '#e07f78', 1.8)
	),
	lardons: shape(
		9,
		9,
		area('M-10-5Q0-8 10-4L9 5Q0 3-9 6Z', '#a53a2c'),
		line('M-8 1Q0-2 8 1', '#f9d3b8', 3.4),
		line('M-7 4Q0 2 7 3.5', '#d9705c', 2)
	),
	merguez: shape(
		14,
		5,
		line('M-12 4Q0-8 12 4', '#62190f', 12),
		line('M-12 3Q0-8 12 3', '#a5321c', 8.5),
		line('M-6-5l-2 7M1-6v7M8-3l-1 6', '#62190f', 1.8),
		line('M-10-1Q-3-6 4-5', '#ea8a60', 1.8)
	),
	'minced-beef': shape(
		9,
		10,
		area('M-10 1Q-11-6-5-6-1-11 4-6 11-5 9 1 11 7 4 7-1 11-5 7-10 7-10 1Z', '#6b3018'),
		line('M-5-1h.1M3-3h.1M1 4h.1', '#a35a34', 6),
		line('M-6-3h.1M2-5h.1M5 3h.1M-2 3h.1', '#d9986a', 2)
	),
	'kebab-meat': shape(
		14,
		7,
		area('M-18 3Q-9-9 2-7T18-5Q13 4 4 4T-9 9Q-15 9-18 3Z', '#7d4822'),
		line('M-12 3Q-6-4 3-3T12-3', '#bd8348', 5),
		line('M-9 5Q-4 0 4 0', '#e3b377', 1.6)
	),
	chicken: shape(
		13,
		6,
		area('M-14-3Q-6-12 3-8T15 1Q12 10 3 8T-10 9Q-18 4-14-3Z', '#c07c2d'),
		area('M-11-2Q-5-9 3-6T12 1Q9 7 2 5T-9 6Q-14 2-11-2Z', '#f7dda8'),
		line('M-7-4l4 8M0-5l4 8M7-3l2 4', '#b9722a', 2)
	),
	falafel: shape(
		12,
		6,
		area('M-12 2C-13-7-6-12 0-12S13-8 12 1 7 12-1 12-12 9-12 2Z', '#6e451c'),
		disc(9, '#a8752f'),
		line('M-4-4h.1M3-5h.1M5 2h.1M-1 3h.1M-6 2h.1', '#d9ad62', 2.4)
	),
	egg
};
