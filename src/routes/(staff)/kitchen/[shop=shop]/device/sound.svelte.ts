/**
 * The sounds of the board, as synthesised tones: no file to load. Browsers block sound until the page was
 * touched; `voice` says whether it can be heard.
 */

export type Voice = 'waiting' | 'blocked' | 'on';
export type Tone = 'new' | 'changed' | 'cancelled' | 'test';

/** Frequency in Hz, start and length in seconds. */
type Note = [hz: number, at: number, length: number];

const TUNES: Record<Tone, Note[]> = {
	new: [
		[880, 0, 0.16],
		[1175, 0.18, 0.16],
		[880, 0.36, 0.16],
		[1175, 0.54, 0.3]
	],
	changed: [
		[660, 0, 0.14],
		[660, 0.2, 0.14]
	],
	cancelled: [
		[440, 0, 0.3],
		[294, 0.32, 0.5]
	],
	test: [
		[523, 0, 0.15],
		[659, 0.16, 0.15],
		[784, 0.32, 0.3]
	]
};

const LOUD = 0.5;
const MUTED = 'kitchen-muted';
/** How long a browser may take to unblock the sound. */
const PATIENCE_MS = 1_000;

export class Sound {
	voice = $state<Voice>('waiting');
	muted = $state(false);
	#context: AudioContext | undefined;

	/** Browser only: reads the stored mute switch, and watches for a blocked or suspended sound. */
	begin(): () => void {
		this.muted = localStorage.getItem(MUTED) === 'yes';
		// Any touch activates the sound. On click, not on press: the banner that disappears moves the board
		// under the finger.
		const touched = () => {
			if (this.voice !== 'on') void this.activate(false);
		};
		addEventListener('click', touched);
		addEventListener('keydown', touched);
		return () => {
			removeEventListener('click', touched);
			removeEventListener('keydown', touched);
			void this.#context?.close();
		};
	}

	/** Unblocks the sound, best from a tap; `withTest` plays three tones. */
	async activate(withTest = true): Promise<void> {
		const context = this.#open();
		if (!context) return;
		const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
		await Promise.race([context.resume().catch(() => {}), late]);
		this.voice = context.state === 'running' ? 'on' : 'blocked';
		if (withTest && this.voice === 'on') this.play('test');
	}

	switch(): void {
		this.muted = !this.muted;
		localStorage.setItem(MUTED, this.muted ? 'yes' : 'no');
		if (!this.muted) void this.activate();
	}

	play(tone: Tone): void {
		const context = this.#context;
		if (!context || this.muted || context.state !== 'running') return;
		for (const [hz, at, length] of TUNES[tone]) {
			const note = context.createOscillator();
			const volume = context.createGain();
			const start = context.currentTime + at;
			note.type = 'triangle';
			note.frequency.value = hz;
			volume.gain.setValueAtTime(0, start);
			volume.gain.linearRampToValueAtTime(LOUD, start + 0.02);
			volume.gain.exponentialRampToValueAtTime(0.001, start + length);
			note.connect(volume).connect(context.destination);
			note.start(start);
			note.stop(start + length);
		}
	}

	#open(): AudioContext | undefined {
		if (this.#context) return this.#context;
		try {
			this.#context = new AudioContext();
		} catch {
			this.voice = 'blocked';
			return undefined;
		}
		// The sound may be suspended again by a call, another application or sleep.
		this.#context.onstatechange = () => {
			this.voice = this.#context?.state === 'running' ? 'on' : 'blocked';
		};
		return this.#context;
	}
}
