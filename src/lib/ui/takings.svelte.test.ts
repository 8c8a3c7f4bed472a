import { expect, it } from 'vitest';
import { TakingsDraft } from './takings.svelte.ts';

it('says what is missing, fills the rest, and reports only what adds up', () => {
	const draft = new TakingsDraft(2630);
	draft.typed.voucher = '11';
	expect([draft.restMinor, draft.report()]).toEqual([1530, undefined]);
	draft.fill('cash');
	draft.tip = '2,50';
	draft.tipKind = 'card';
	expect(draft.typed.cash).toBe('15,30');
	expect(draft.report()).toEqual({
		takings: [
			{ kind: 'cash', amountMinor: 1530 },
			{ kind: 'voucher', amountMinor: 1100 }
		],
		tipMinor: 250,
		tipKind: 'card'
	});
	draft.typed.cash = '16';
	expect([draft.restMinor, draft.report()]).toEqual([-70, undefined]);
	draft.fill('cash');
	expect(draft.typed.cash).toBe('15,30');
});

it('names a kind whose text is no amount, and a tip', () => {
	const draft = new TakingsDraft(1000);
	draft.typed.card = 'dix';
	draft.typed.cash = '10';
	expect([draft.wrong, draft.report()]).toEqual([['card'], undefined]);
	draft.typed.card = '';
	draft.tip = '1.2.3';
	expect([draft.isTipWrong, draft.report()]).toEqual([true, undefined]);
});

it('reports a tip alone where nothing is due', () => {
	const draft = new TakingsDraft(0);
	draft.tip = '2';
	expect(draft.report()).toEqual({ tipMinor: 200, tipKind: 'cash' });
});
