/** The table of keys, for the board and the help panel. */

import { m } from '$lib/paraglide/messages.js';
import { tinykeys } from 'tinykeys';

export interface KeyCommands {
	go: (way: 'up' | 'down' | 'left' | 'right') => void;
	/** 1 to 9, then 10 for the key 0. */
	digit: (n: number) => void;
	bump: () => void;
	undo: () => void;
	recall: () => void;
	strike: () => void;
	recipe: () => void;
	refuse: () => void;
	page: () => void;
	recalls: () => void;
	allDay: () => void;
	view: () => void;
	mute: () => void;
	fullScreen: () => void;
	help: () => void;
	escape: () => void;
}

interface Key {
	/** As printed on the key. */
	caps: string[];
	/**
	 * In the syntax of tinykeys; top-row digits by their position, because a French keyboard needs Shift
	 * for them.
	 */
	presses: string[];
	says: () => string;
	does: (commands: KeyCommands, pressed: number) => void;
}

const digits = Array.from({ length: 10 }, (_, i) => [`Digit${i}`, `Numpad${i}`]).flat();

export const KEYS: readonly Key[] = [
	{
		caps: ['←', '→', '↑', '↓'],
		presses: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'],
		says: m.key_arrows,
		does: (commands, i) => commands.go((['left', 'right', 'up', 'down'] as const)[i] ?? 'down')
	},
	{
		caps: ['1', '…', '9', '0'],
		presses: digits,
		says: m.key_digits,
		does: (commands, i) => commands.digit(Math.floor(i / 2) || 10)
	},
	{
		caps: ['↵'],
		presses: ['Enter', 'NumpadEnter'],
		says: m.key_bump,
		does: (commands) => commands.bump()
	},
	{
		caps: ['Z', '⌫'],
		presses: ['z', 'Backspace'],
		says: m.key_undo,
		does: (commands) => commands.undo()
	},
	{ caps: ['R'], presses: ['r'], says: m.key_recall, does: (commands) => commands.recall() },
	{ caps: ['S'], presses: ['s'], says: m.key_strike, does: (commands) => commands.strike() },
	{ caps: ['I'], presses: ['i'], says: m.key_recipe, does: (commands) => commands.recipe() },
	{ caps: ['X'], presses: ['x'], says: m.key_refuse, does: (commands) => commands.refuse() },
	{
		caps: ['P'],
		presses: ['p', 'PageDown'],
		says: m.key_page,
		does: (commands) => commands.page()
	},
	{ caps: ['L'], presses: ['l'], says: m.key_recalls, does: (commands) => commands.recalls() },
	{ caps: ['A'], presses: ['a'], says: m.key_all_day, does: (commands) => commands.allDay() },
	{ caps: ['V'], presses: ['v'], says: m.key_view, does: (commands) => commands.view() },
	{ caps: ['M'], presses: ['m'], says: m.key_mute, does: (commands) => commands.mute() },
	{
		caps: ['F'],
		presses: ['f'],
		says: m.key_full_screen,
		does: (commands) => commands.fullScreen()
	},
	{
		caps: ['?', 'H'],
		presses: ['Shift+?', '?', 'h'],
		says: m.key_help,
		does: (commands) => commands.help()
	},
	{ caps: ['Esc'], presses: ['Escape'], says: m.key_escape, does: (commands) => commands.escape() }
];

const WRITING = 'input, textarea, select, dialog';
/** These handle Enter themselves. */
const PRESSABLE = 'button, a, summary';
/** These scroll by themselves with the arrow keys. */
const SCROLLING = '[data-scrolls]';
const SCROLL_KEYS = ['ArrowUp', 'ArrowDown', 'PageDown'];

/** Listens to the whole window; returns a function that stops it. */
export function listenToKeys(commands: KeyCommands): () => void {
	const rows = KEYS.flatMap((key) =>
		key.presses.map((press, i) => {
			const handle = (event: KeyboardEvent) => {
				const target = event.target instanceof Element ? event.target : document.body;
				if (event.repeat && !press.startsWith('Arrow')) return;
				if (target.closest(WRITING)) return;
				if (press.endsWith('Enter') && target.closest(PRESSABLE)) return;
				if (SCROLL_KEYS.includes(press) && target.closest(SCROLLING)) return;
				event.preventDefault();
				key.does(commands, i);
			};
			return [press, handle] as const;
		})
	);
	const ends = [tinykeys(window, Object.fromEntries(rows)), obeyArrowsInPanels()];
	return () => ends.forEach((end) => end());
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
const REACHABLE = 'button:not(:disabled), input:not(:disabled)';

/** A bump bar has arrows and Enter, and no Tab: in a panel they go from control to control. */
function obeyArrowsInPanels(): () => void {
	const go = (event: KeyboardEvent) => {
		const target = event.target instanceof Element ? event.target : null;
		const panel = target?.closest('dialog');
		const step = STEPS[event.key];
		const isWriting = target instanceof HTMLInputElement && /Left|Right/.test(event.key);
		if (!target || !panel || !step || isWriting) return;
		const all = [...panel.querySelectorAll<HTMLElement>(REACHABLE)];
		const at = all.findIndex((one) => one === target);
		const next = all[(at + (at < 0 && step < 0 ? 0 : step) + all.length) % all.length];
		if (!next) return;
		event.preventDefault();
		next.focus();
	};
	addEventListener('keydown', go);
	return () => removeEventListener('keydown', go);
}
