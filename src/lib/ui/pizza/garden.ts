import { area, disc, line, ring, shape, SLICE, type Shape } from './marks.ts';

const strip = (flesh: string, shine: string) =>
	line('M-13 5Q-4-9 13-4', flesh, 6.5) + line('M-9 0Q-3-6 8-5', shine, 1.8);

const tomato = (r: number) => disc(r, '#b51d12') + disc(r - 1.5, '#ea452c');

/** Vegetables and fruit, by ingredient id. */
export const garden: Record<string, Shape> = {
	mushrooms: shape(
		13,
		6,
		area('M-13 0C-14-12-6-15 0-15S14-12 13 0Q11 5 6 3L5 11Q0 15-5 11L-6 3Q-11 5-13 0Z', '#86623f'),
		area('M-11-1C-11-10-5-13 0-13S11-10 11-1Q9 2 4 1L4 10Q0 12-4 10L-4 1Q-9 2-11-1Z', '#f7ead2'),
		line('M-8-1Q-4-7 0-2 4-7 8-1', '#a5825a', 1.8)
	),
	onions: shape(
		11,
		6,
		'<ellipse rx="12" ry="9" stroke="#ab9845" stroke-width="3.8"/><ellipse rx="12" ry="9" stroke="#fffdf0" stroke-width="2.2"/>',
		line('M-7 1A7 5 0 1 1 5 4', '#b8a654', 3.4),
		line('M-7 1A7 5 0 1 1 5 4', '#f6fadf', 2)
	),
	'red-onions': shape(
		11,
		6,
		'<ellipse rx="11" ry="9" stroke="#8b2a6b" stroke-width="4"/><ellipse rx="10" ry="8" stroke="#f3cfe2" stroke-width="1.8"/>',
		line('M-5 1A5 4 0 1 1 4 2', '#a23a80', 2.2)
	),
	peppers: {
		r: 12,
		n: 8,
		art: [strip('#d0211a', '#ff8a70'), strip('#4b9328', '#b0dd78'), strip('#f4ae17', '#ffe68a')]
	},
	aubergine: shape(
		13,
		5,
		area(SLICE, '#3f1c48'),
		disc(10.5, '#e3d0a2'),
		line('M-8-4L3-9M-9 3L9-5M-4 8L9 2', '#80552b', 2.4)
	),
	courgette: shape(
		11,
		6,
		disc(11.5, '#356f22'),
		disc(9, '#eef2c4'),
		line('M-4-2h.1M-1-5h.1M4-3h.1M5 2h.1M1 4h.1M-4 3h.1', '#a9bd5c', 2.2)
	),
	artichokes: shape(
		13,
		5,
		area('M0-16C9-11 14-2 10 8Q5 15 0 15T-10 8C-14-2-9-11 0-16Z', '#75823a'),
		area('M0-12C6-7 9 0 6 8Q3 12 0 12T-6 8C-9 0-6-7 0-12Z', '#e6dd9c'),
		line('M0-8V8M-4-3Q-5 3-2 9M4-3Q5 3 2 9', '#a59a48', 1.6)
	),
	'cherry-tomatoes': shape(
		10,
		7,
		tomato(10),
		area('M-6-2Q-3-7 1-5L-1 1Q-4 2-6-2ZM3-4Q8-1 6 3L1 1ZM-4 3L0 3 3 6Q-2 8-4 3Z', '#ffa16c'),
		line('M-3-3h.1M4-1h.1M-1 5h.1', '#fff0b8', 1.7)
	),
	tomatoes: shape(
		14,
		6,
		area(SLICE, '#b51d12'),
		disc(11.5, '#ee5136'),
		area(
			'M-2-9L-2-3-7-3Q-7-8-2-9ZM3-9Q8-7 8-3L3-3ZM-8 2L-2 3-2 9Q-7 8-8 2ZM3 3L8 2Q8 7 3 9Z',
			'#ffab78'
		),
		line('M-4-5h.1M5-5h.1M-4 5h.1M5 5h.1', '#fff0b8', 1.8)
	),
	potatoes: shape(
		13,
		6,
		area(SLICE, '#bf7f24'),
		disc(11.5, '#f9da7f'),
		line('M-7-3Q-4-7 1-7M3 7Q7 5 8 1', '#dc9a35', 2.6),
		line('M-3 1h.1M3-2h.1', '#fff0b5', 3)
	),
	spinach: shape(
		13,
		6,
		area('M-16 8Q-14-1-9-5-8-12-1-11 4-16 9-11 16-10 14-4 15 3 8 5 4 12-3 9-8 13-16 8Z', '#1f5a24'),
		area('M-11 6Q-10-4-1-7 6-11 10-7 2-2-3 2-7 4-11 6Z', '#3f8a38'),
		line('M-14 8Q-2 2 10-8M-4 2L-5-5M1-1L8 1', '#8fc76a', 1.5)
	),
	rocket: shape(
		14,
		6,
		area(
			'M-18 3Q-8 0-7-8-2-5-1-2 2-9 6-10 5-4 8-3 13-7 18-5 17 3 10 3 9 8 5 9 4 5 1 4-3 10-7 10-5 5-8 4-14 6-18 3Z',
			'#35812a'
		),
		line('M-15 3Q0 1 14-2', '#b5dc84', 1.6)
	),
	pineapple: shape(
		11,
		7,
		area('M-13 6L-4-12Q4-13 10-9L14 5Q2 13-13 6Z', '#cf8a12'),
		area('M-9 4L-3-9Q3-10 8-7L11 4Q2 8-9 4Z', '#ffdc4f'),
		line('M-2-6L-5 3M2-6V5M5-5L7 3', '#e9a91f', 1.8)
	),
	'black-olives': shape(9, 7, ring(6, '#1f1822', 6), line('M-6-3A7 7 0 0 1 1-7', '#85748a', 1.8)),
	'green-olives': shape(
		9,
		7,
		ring(6, '#74862a', 6),
		disc(3.5, '#c62f1c'),
		line('M-6-3A7 7 0 0 1 1-7', '#cbd877', 1.8)
	),
	capers: shape(
		7,
		8,
		line('M-4 0h.1', '#43591f', 9),
		line('M4 3h.1', '#587330', 8),
		line('M-5-2h.1M3 2h.1', '#b7c97c', 2.4)
	),
	corn: shape(
		7,
		8,
		line('M-4-2h.1M4-1h.1M0 4h.1', '#e0a312', 7),
		line('M-4-3h.1M4-2h.1M0 3h.1', '#ffe065', 4)
	),
	jalapenos: shape(
		9,
		6,
		ring(7, '#3f7f22', 4.5),
		disc(5, '#d6e3a0'),
		line('M-2-2h.1M2-1h.1M0 2h.1', '#fffbe0', 2)
	)
};
