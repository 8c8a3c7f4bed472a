import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HubHealth } from './health.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('is live only while the listener works and the last read is recent', () => {
	const health = new HubHealth(1000);
	const seen: boolean[] = [];
	health.onChange(() => seen.push(health.isLive));

	expect([health.isLive, health.lastReadAt]).toEqual([false, undefined]);
	health.setListener('live');
	expect(health.isLive).toBe(false);
	health.readSucceeded();
	expect(health.isLive).toBe(true);
	health.readSucceeded();
	health.setListener('suspect');
	health.setListener('live');
	health.readFailed();
	health.readSucceeded();

	expect(seen).toEqual([true, false, true, false, true]);
	expect(health.lastReadAt).toBe(Date.now());
});

test('stops being live when a read is late, and at once when a read fails', () => {
	const health = new HubHealth(1000);
	health.setListener('live');
	health.readSucceeded();

	vi.advanceTimersByTime(1499);
	expect(health.isLive).toBe(true);
	vi.advanceTimersByTime(1);
	expect(health.isLive).toBe(false);
	health.readSucceeded();
	expect(health.isLive).toBe(true);
	health.readFailed();
	expect(health.isLive).toBe(false);
});
