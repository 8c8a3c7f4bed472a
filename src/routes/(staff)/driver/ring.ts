const EVERY_MS = 4_000;
const BEAT: VibratePattern = [300, 150, 300];

/** Rings and vibrates until the returned function is called. */
export function ring(): () => void {
	const sound = typeof AudioContext === 'undefined' ? undefined : new AudioContext();
	const once = () => {
		navigator.vibrate?.(BEAT);
		// Without an earlier tap on this page the browser blocks sound.
		if (sound?.state === 'running') chime(sound);
	};
	void sound?.resume().then(once, once);
	const timer = setInterval(once, EVERY_MS);
	return () => {
		clearInterval(timer);
		navigator.vibrate?.(0);
		void sound?.close();
	};
}

/** Rings and vibrates one time. */
export function ringOnce(): () => void {
	const end = ring();
	const timer = setTimeout(end, EVERY_MS - 500);
	return () => {
		clearTimeout(timer);
		end();
	};
}

function chime(sound: AudioContext): void {
	for (const [pitch, after] of [
		[880, 0],
		[1175, 0.18]
	] as const) {
		const tone = sound.createOscillator();
		const loudness = sound.createGain();
		const at = sound.currentTime + after;
		tone.frequency.value = pitch;
		loudness.gain.setValueAtTime(0.3, at);
		loudness.gain.exponentialRampToValueAtTime(0.001, at + 0.35);
		tone.connect(loudness).connect(sound.destination);
		tone.start(at);
		tone.stop(at + 0.4);
	}
}
