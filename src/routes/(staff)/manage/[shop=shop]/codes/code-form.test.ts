import { expect, it } from 'vitest';
import { promoFrom } from './code-form.ts';

const ZONE = 'Europe/Paris';
const EMPTY = {
	...{ code: '', kind: 'percent', value: '10', product: '', minimum: '', from: '', until: '' },
	...{ maxUses: '', firstOrder: false, isGroup: false }
};

it('leaves out what is empty', () => {
	expect(promoFrom(EMPTY, ZONE)).toEqual({ kind: 'percent', value: 10 });
	expect(promoFrom({ ...EMPTY, product: 'reine' }, ZONE)).not.toHaveProperty('product');
});

it('reads amounts with a comma or a point, in cents', () => {
	const typed = { ...EMPTY, kind: 'amount', value: '12,50', minimum: ' 20.1 ', maxUses: '3' };
	expect(promoFrom(typed, ZONE)).toEqual({
		...{ kind: 'amount', value: 1250, minimumMinor: 2010, maxUses: 3 }
	});
});

it('sends what is no number as it is, so that the server names the field', () => {
	expect(promoFrom({ ...EMPTY, value: 'dix' }, ZONE)).toMatchObject({ value: 'dix' });
	expect(promoFrom({ ...EMPTY, kind: 'amount', value: '' }, ZONE)).toMatchObject({ value: '' });
});

it('has all that is typed', () => {
	const typed = {
		...{ code: ' ete2026 ', kind: 'product', value: '100', product: 'lager', minimum: '' },
		...{ from: '2026-12-01T10:00', until: '2026-07-02T10:00', maxUses: '' },
		...{ firstOrder: true, isGroup: true }
	};
	expect(promoFrom(typed, ZONE)).toEqual({
		...{ code: 'ete2026', kind: 'product', value: 100, product: 'lager' },
		...{ firstOrder: true, isGroup: true },
		from: '2026-12-01T09:00:00.000Z',
		until: '2026-07-02T08:00:00.000Z'
	});
});
