/** Address of the system under simulation, and the local addresses of its clients. */

export interface House {
	/** Public origin of the pages. */
	origin: string;
	/** URL to connect to. */
	target: URL;
	/** Whether every client can have its own IP address. */
	hasAddresses: boolean;
	/** Each client sends every n-th command twice at once with one key, to simulate double clicks. */
	slips?: number;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Clients of a system on this machine use 127.x.y.z, one address per household. */
export function houseAt(url: string, platform: string = process.platform): House {
	const target = new URL(url);
	const isNear = LOOPBACK.includes(target.hostname);
	// macOS has only 127.0.0.1 unless other addresses are added.
	const hasAddresses = isNear && target.hostname !== '[::1]' && platform !== 'darwin';
	const { origin } = target;
	if (hasAddresses) target.hostname = '127.0.0.1';
	return { origin, target, hasAddresses };
}

/** The local address of a client; rate limits count by it, as for real customers. */
export function addressOf(house: House, name: string): string | undefined {
	if (!house.hasAddresses) return undefined;
	let hash = 7;
	for (let at = 0; at < name.length; at++) hash = (Math.imul(hash, 31) + name.charCodeAt(at)) >>> 0;
	const part = (shift: number) => 1 + ((hash >>> shift) % 254);
	return `127.${part(16)}.${part(8)}.${part(0)}`;
}
