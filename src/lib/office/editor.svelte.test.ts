import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { OfficeRow } from '#domain/wire/office.ts';
import { OfficeEditor } from './editor.svelte.ts';
import type { FormRules } from './typed.ts';

interface Row extends OfficeRow {
	price: string;
	name: string;
}
const ROW: Row = { id: 'cola', version: 'one', isArchived: false, price: '2', name: 'Cola' };
const RULES: FormRules<Row> = {
	list: 'things',
	typedOf: (row) => ({ price: row?.price ?? '', name: row?.name ?? '' }),
	bodyOf: (typed, row) => ({ ...(typed.price !== row?.price && { price: typed.price }) })
};

let asked: { path: string; body: unknown }[] = [];
let answers: { status: number; body: unknown }[] = [];
const saved = (item: Row, isDry: boolean) => ({
	status: 200,
	body: { item, changes: [{ field: 'price', before: '2', after: item.price }], facts: [], isDry }
});

beforeEach(() => {
	asked = [];
	answers = [];
	vi.useFakeTimers();
	vi.stubGlobal('fetch', async (path: string, { body }: RequestInit) => {
		asked.push({ path, body: JSON.parse(String(body)) as unknown });
		const answer = answers.shift() ?? { status: 500, body: null };
		return new Response(JSON.stringify(answer.body), { status: answer.status });
	});
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

function opened(): OfficeEditor<Row> {
	const editor = new OfficeEditor<Row>('gare', RULES);
	editor.open(ROW);
	return editor;
}

test('tries a change once typing has ended, with the version that was read', async () => {
	const editor = opened();
	answers = [saved({ ...ROW, price: '31' }, true)];
	editor.typed.price = '3';
	editor.look();
	editor.typed.price = '31';
	editor.look();
	await vi.runAllTimersAsync();

	expect(asked).toEqual([
		{ path: '/api/admin/things/cola?shop=gare&dry=1', body: { price: '31', version: 'one' } }
	]);
	expect(editor.effect?.isDry).toBe(true);
	expect(editor.saved).toBeUndefined();
});

test('nothing is asked while nothing is changed', async () => {
	const editor = opened();
	editor.look();
	await vi.runAllTimersAsync();

	expect(asked).toEqual([]);
	expect(editor.mayLeave()).toBe(true);
});

test('another person’s change keeps what was typed, and the next save brings the new version', async () => {
	const editor = opened();
	const theirs = { ...ROW, version: 'two', name: 'Cola light' };
	answers = [
		{
			status: 409,
			body: { error: { code: 'changed_meanwhile', message: 'By Zoé', now: theirs } }
		},
		saved({ ...theirs, price: '3' }, true),
		saved({ ...theirs, version: 'three', price: '3' }, false)
	];
	editor.typed.price = '3';

	expect(await editor.save()).toBe(false);
	expect(editor.conflict).toBe('By Zoé');
	expect(editor.typed).toEqual({ price: '3', name: 'Cola light' });
	await vi.runAllTimersAsync();
	expect(await editor.save()).toBe(true);
	expect(asked.at(-1)?.body).toEqual({ price: '3', version: 'two' });
	expect(editor.conflict).toBeUndefined();
	expect(editor.row?.version).toBe('three');
});

test('wrong fields are named, and go when the value is right again', async () => {
	const editor = opened();
	answers = [
		{
			status: 400,
			body: {
				error: { code: 'invalid', message: 'No', fields: [{ path: 'price', message: 'No' }] }
			}
		}
	];
	editor.typed.price = 'x';
	editor.look();
	await vi.runAllTimersAsync();

	expect(editor.errorOf('price')).toBe('No');
	expect(editor.runner.fault).toBeUndefined();
	editor.typed.price = '2';
	editor.look();
	expect(editor.errorOf('price')).toBeUndefined();
});

test('asks before unsaved text is dropped, again after more typing', () => {
	const editor = opened();
	editor.typed.price = '3';

	expect(editor.mayLeave()).toBe(false);
	editor.typed.price = '4';
	editor.look();
	expect(editor.mayLeave()).toBe(false);
	expect(editor.mayLeave()).toBe(true);
	editor.close();
});
