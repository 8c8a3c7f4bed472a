import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { disconnectSlowReader } from './slow-readers.ts';

const PIECE = 'x'.repeat(100 * 1024);

/** A fake engine.io connection with the events that the code listens to. */
function connection() {
	const conn = Object.assign(new EventEmitter(), { close: vi.fn() });
	const inc = vi.fn();
	disconnectSlowReader(conn as never, { cut: { inc } } as never);
	const pass = (seconds: number, ...events: ('queued' | 'taken')[]) => {
		vi.advanceTimersByTime(seconds * 1000);
		for (const event of events)
			if (event === 'taken') conn.emit('flush');
			else conn.emit('packetCreate', { data: PIECE });
	};
	return { close: conn.close, inc, pass };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('disconnects a client that reads nothing for three seconds, once', () => {
	const { close, inc, pass } = connection();

	pass(0, 'queued', 'queued', 'queued');
	pass(3, 'queued');
	expect(close).not.toHaveBeenCalled();
	pass(0.1, 'queued');

	expect(close.mock.calls).toEqual([[true]]);
	expect(inc.mock.calls).toEqual([[{ reason: 'slow' }]]);
});

test('keeps a slow client that keeps reading, however much it gets', () => {
	const { close, pass } = connection();

	for (let second = 0; second < 60; second++) pass(1, 'queued', 'queued', 'queued', 'taken');

	expect(close).not.toHaveBeenCalled();
});

test('disconnects a client at once when four megabytes are queued', () => {
	const { close, pass } = connection();

	for (let count = 0; count < 41; count++) pass(0, 'queued');

	expect(close).toHaveBeenCalledOnce();
});
