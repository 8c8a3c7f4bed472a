import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Number of accounts that one device remembers: several people share a tablet. */
const MOST_PEOPLE = 8;
const DEVICE_DAYS = 180;

/** How long a browser keeps the cookie, in seconds. */
export const DEVICE_SECONDS = DEVICE_DAYS * 86_400;

/** A device on which people have signed in before. */
export interface Device {
	/** A random id. */
	id: string;
	/** One signature for each account that signed in here, the latest first. */
	marks: readonly string[];
}

/** Reads the value of the cookie, `id.mark.mark…`; undefined when its form is not ours. */
export function readDevice(value: string | undefined): Device | undefined {
	const [id = '', ...marks] = (value ?? '').split('.');
	return isRandom(id) ? { id, marks: marks.slice(0, MOST_PEOPLE).filter(isRandom) } : undefined;
}

/** Whether this account has signed in on the device before: only the server can write its mark. */
export function knows(device: Device, account: string, secret: string): boolean {
	const own = Buffer.from(markOf(device.id, account, secret));
	return device.marks.some((mark) => timingSafeEqual(Buffer.from(mark), own));
}

/** The cookie's value after this account has signed in; holds no name and no address. */
export function remembered(device: Device | undefined, account: string, secret: string): string {
	const { id, marks } = device ?? { id: randomBytes(16).toString('base64url'), marks: [] };
	const own = markOf(id, account, secret);
	const others = marks.filter((mark) => mark !== own);
	return [id, own, ...others].slice(0, MOST_PEOPLE + 1).join('.');
}

const isRandom = (text: string) => /^[A-Za-z0-9_-]{22}$/.test(text);

function markOf(id: string, account: string, secret: string): string {
	const mark = createHmac('sha256', secret).update(`device\0${id}\0${account.toLowerCase()}`);
	return mark.digest().subarray(0, 16).toString('base64url');
}
