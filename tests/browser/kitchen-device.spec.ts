import type { Page } from '@playwright/test';
import { Kitchen } from '../support/pages/pages.ts';
import { expect, test, type People } from './house.ts';

/** What the page has had of its device. */
interface Device {
	/** Every tone begun, in Hz. */
	tones: number[];
	/** How loud it just was where the loudspeaker is, from 0 to 1. */
	loudness: () => number;
	contexts: Set<BaseAudioContext>;
	locks: WakeLockSentinel[];
}
declare const window: Window & { device: Device };

/** The board rings this often while an order waits. */
const ROUND_MS = 4_000;
const TEST_TUNE = [523, 659, 784];
const NEW_ORDER = [880, 1175, 880, 1175];
const WALL = { width: 1920, height: 1080 };

/** Listens in on sound and wake lock; both really run. */
function listenIn() {
	const ears = new Map<BaseAudioContext, AnalyserNode>();
	const tones: number[] = [];
	const locks: WakeLockSentinel[] = [];
	const { start } = AudioScheduledSourceNode.prototype;
	AudioScheduledSourceNode.prototype.start = function (when) {
		if (this instanceof OscillatorNode) tones.push(this.frequency.value);
		start.call(this, when);
	};
	const connect = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode) => AudioNode;
	AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode) {
		if (to instanceof AudioDestinationNode) connect.call(this, earOf(to.context));
		return connect.call(this, to);
	} as typeof AudioNode.prototype.connect;
	const { request } = WakeLock.prototype;
	WakeLock.prototype.request = async function (type) {
		const lock = await request.call(this, type);
		locks.push(lock);
		return lock;
	};

	function earOf(context: BaseAudioContext): AnalyserNode {
		const ear = ears.get(context) ?? new AnalyserNode(context, { fftSize: 32_768 });
		ears.set(context, ear);
		return ear;
	}
	const loudnessOf = (ear: AnalyserNode) => {
		const samples = new Float32Array(ear.fftSize);
		ear.getFloatTimeDomainData(samples);
		return samples.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
	};
	window.device = {
		tones,
		loudness: () => Math.max(0, ...[...ears.values()].map(loudnessOf)),
		get contexts() {
			return new Set(ears.keys());
		},
		locks
	};
}

async function aKitchen(people: People) {
	const kitchen = new Kitchen(await people.comes('cook', { viewport: WALL }));
	// A browser with windows grants this by itself, one without does not.
	await kitchen.page.context().grantPermissions(['screen-wake-lock']);
	await kitchen.page.addInitScript(listenIn);
	return kitchen;
}

const tones = (page: Page) => page.evaluate(() => window.device.tones);
const loudness = (page: Page) => page.evaluate(() => window.device.loudness());
const gateOf = (page: Page) => page.getByTestId('sound-gate');

/** Touches the gate, and forgets the tones of its proof. */
async function letThrough(page: Page): Promise<void> {
	await gateOf(page).getByRole('button').click();
	await expect.poll(() => tones(page)).toEqual(TEST_TUNE);
	await page.evaluate(() => void window.device.tones.splice(0));
}

test('the alarm sounds again and again until somebody accepts on another screen, then no more', async ({
	house,
	people
}) => {
	const { page } = await (await aKitchen(people)).at('gare', 'stages');
	const other = new Kitchen(await people.comes('manager'));
	await other.at('gare');
	await letThrough(page);

	const { order } = await house.place();
	const thrice = [NEW_ORDER, NEW_ORDER, NEW_ORDER].flat();
	const count = async () => (await tones(page)).length;
	await expect.poll(count, { timeout: 4 * ROUND_MS }).toBeGreaterThanOrEqual(thrice.length);
	expect((await tones(page)).slice(0, thrice.length)).toEqual(thrice);
	await expect.poll(() => loudness(page)).toBeGreaterThan(0.1);
	await other.bump(order.id, 'accept');
	await expect(page.locator('[data-alarm]')).toHaveAttribute('data-alarm', 'silent');
	const heard = await tones(page);
	await page.waitForTimeout(ROUND_MS + 1_000);

	expect(await tones(page)).toEqual(heard);
	expect(await loudness(page)).toBeLessThan(0.01);
});

test('a screen that is muted sees the alarm and does not sound it', async ({ house, people }) => {
	const { page } = await (await aKitchen(people)).at('gare', 'stages');
	await letThrough(page);
	await page.keyboard.press('m');
	await expect(page.getByTestId('mute')).toHaveAttribute('aria-pressed', 'true');

	await house.place();
	await expect(page.locator('[data-alarm]')).toHaveAttribute('data-alarm', 'ringing');
	await page.waitForTimeout(ROUND_MS + 1_000);

	expect(await tones(page)).toEqual([]);
});

test('the gate proves the sound by a tune that is heard', async ({ people }) => {
	const { page } = await (await aKitchen(people)).at('gare', 'stages');
	await expect(gateOf(page)).toHaveAttribute('data-voice', 'waiting');
	expect(await tones(page)).toEqual([]);

	await gateOf(page).getByRole('button').click();

	await expect.poll(() => loudness(page)).toBeGreaterThan(0.1);
	expect(await tones(page)).toEqual(TEST_TUNE);
	await expect(gateOf(page)).toHaveCount(0);
	await expect(page.getByTestId('mute')).toHaveAttribute('data-voice', 'on');
});

test('the gate says that the browser blocks the sound, and a touch mends it', async ({
	people
}) => {
	const { page } = await aKitchen(people);
	// A click by script, which a browser does not count as a user gesture.
	await page.addInitScript(() => {
		let isPressed = false;
		const timer = setInterval(() => {
			const gate = document.querySelector<HTMLElement>('[data-testid="sound-gate"]');
			if (gate && !isPressed) gate.querySelector('button')?.click();
			isPressed ||= gate !== null;
			if (gate?.dataset.voice !== 'blocked') return;
			clearInterval(timer);
			console.log('The sound is blocked.');
		}, 100);
	});
	// Playwright's queries count as user gestures, so the page reports by a console message.
	const told = page.waitForEvent('console', (said) => said.text() === 'The sound is blocked.');
	await page.goto('/kitchen/gare');
	await told;

	await expect(gateOf(page)).toContainText('Son bloqué par le navigateur');
	expect(await tones(page)).toEqual([]);
	await gateOf(page).getByRole('button').click();
	await expect.poll(() => tones(page)).toEqual(TEST_TUNE);
	await expect(gateOf(page)).toHaveCount(0);
});

test('a sound that goes away in the middle of the evening is missed at once', async ({
	house,
	people
}) => {
	const { page } = await (await aKitchen(people)).at('gare', 'stages');
	await letThrough(page);

	await page.evaluate(() => {
		for (const context of window.device.contexts) void (context as AudioContext).suspend();
	});
	await expect(gateOf(page)).toHaveAttribute('data-voice', 'blocked');
	await house.place();
	await expect(gateOf(page)).toContainText('1 à accepter');
	expect(await tones(page)).toEqual([]);

	await gateOf(page).getByRole('button').click();
	await expect
		.poll(() => tones(page), { timeout: 2 * ROUND_MS })
		.toEqual([...TEST_TUNE, ...NEW_ORDER]);
});

test('the screen is kept awake, and again each time it comes back into view', async ({
	people
}) => {
	const { page } = await (await aKitchen(people)).at('gare', 'stages');
	const held = () =>
		page.evaluate(() => window.device.locks.map((lock) => (lock.released ? 'lost' : 'held')));
	await expect.poll(held).toEqual(['held']);
	await expect(page.getByTestId('wake')).toHaveCount(0);

	// No window of a test is ever hidden; a browser drops the lock when one is.
	const turn = (to: DocumentVisibilityState) =>
		page.evaluate(async (state) => {
			Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
			if (state === 'hidden') await window.device.locks.at(-1)?.release();
			document.dispatchEvent(new Event('visibilitychange'));
		}, to);
	await turn('hidden');
	expect(await held()).toEqual(['lost']);
	await turn('visible');
	await expect.poll(held).toEqual(['lost', 'held']);
	await turn('visible');
	expect(await held()).toEqual(['lost', 'held']);
});

test('a screen without a wake lock says so', async ({ people }) => {
	const kitchen = new Kitchen(await people.comes('cook', { viewport: WALL }));
	await kitchen.page.addInitScript(() => {
		WakeLock.prototype.request = () => Promise.reject(new DOMException('', 'NotAllowedError'));
	});
	await kitchen.at('gare', 'stages');

	await expect(kitchen.page.getByTestId('wake')).toContainText('L’écran peut s’éteindre tout seul');
});

test('the board fills the screen by its button, and by its key', async ({ people }) => {
	const { page } = await new Kitchen(await people.comes('cook', { viewport: WALL })).at('gare');
	const isFull = () => page.evaluate(() => document.fullscreenElement !== null);
	expect(await isFull()).toBe(false);

	await page.getByRole('button', { name: 'Plein écran' }).click();
	await expect.poll(isFull).toBe(true);
	await page.keyboard.press('f');
	await expect.poll(isFull).toBe(false);
	await page.keyboard.press('f');
	await expect.poll(isFull).toBe(true);
});
