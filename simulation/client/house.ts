/** Where the system is that the town uses, and from where its people call. */

export interface House {
	/** As its pages are called. */
	origin: string;
	/** What is connected to. */
	target: URL;
	/** Every client can have an address of its own: this machine has a whole net of them. */
	hasAddresses: boolean;
	/** Each client sends every n-th command twice at once with one key, as by a finger that slips. */
	slips?: number;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** A system on this very machine is called from 127.x.y.z, one address a household. */
export function houseAt(url: string, platform: string = process.platform): House {
	const target = new URL(url);
	const isNear = LOOPBACK.includes(target.hostname);
	// Elsewhere only 127.0.0.1 exists until somebody adds others.
	const hasAddresses = isNear && target.hostname !== '[::1]' && platform !== 'darwin';
	const { origin } = target;
	if (hasAddresses) target.hostname = '127.0.0.1';
	return { origin, target, hasAddresses };
}

/** The address of this client; limits count by it, as they do for people's homes and phones. */
export function addressOf(house: House, name: string): string | undefined {
	if (!house.hasAddresses) return undefined;
	let hash = 7;
	for (let at = 0; at < name.length; at++) hash = (Math.imul(hash, 31) + name.charCodeAt(at)) >>> 0;
	const part = (shift: number) => 1 + ((hash >>> shift) % 254);
	return `127.${part(16)}.${part(8)}.${part(0)}`;
}
