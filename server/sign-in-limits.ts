import type { Request, Response } from 'express';
import { cookieName, isHttps, type AuthConfig } from './auth.ts';
import type { Callers } from './caller.ts';
import { DEVICE_SECONDS, knows, readDevice, remembered } from './devices.ts';
import type { LimitClass, Limits } from './limits.ts';

/**
 * Rate limits of sign-in. A stranger must not lock a colleague out: attempts that the limit of an address
 * refuses do not count for the account, an address gets a part of what an account allows, and a device on
 * which the account has signed in before counts separately.
 */
export interface SignInLimits {
	/** Counts one attempt; returns the seconds to wait when it is one too many. */
	take(req: Request, account: string): Promise<number | undefined>;
	/** The password was right: takes the attempt back, and remembers the device for this account. */
	welcome(req: Request, res: Response, account: string): Promise<void>;
}

export function createSignInLimits(
	config: AuthConfig,
	{ callers, limits }: { callers: Callers; limits: Limits }
): SignInLimits {
	const cookie = `${cookieName(config)}-device`;
	const deviceOf = (req: Request) => readDevice(cookieIn(req.headers.cookie, cookie));

	function stepsOf(req: Request, account: string): [LimitClass, string][] {
		const device = deviceOf(req);
		if (device && knows(device, account, config.appSecret))
			return [['signInDevice', `${device.id} ${account}`]];
		const place = callers.of(req);
		return [
			['signIn', place],
			['signInHere', `${place} ${account}`],
			['signInAccount', account]
		];
	}

	return {
		async take(req, account) {
			for (const [kind, caller] of stepsOf(req, account.toLowerCase())) {
				const wait = await limits.take(kind, caller);
				if (wait !== undefined) return wait;
			}
			return undefined;
		},
		async welcome(req, res, account) {
			for (const [kind, caller] of stepsOf(req, account.toLowerCase()))
				await limits.giveBack(kind, caller);
			res.cookie(cookie, remembered(deviceOf(req), account, config.appSecret), {
				maxAge: DEVICE_SECONDS * 1000,
				path: '/',
				httpOnly: true,
				sameSite: 'lax',
				secure: isHttps(config)
			});
		}
	};
}

function cookieIn(header: string | undefined, name: string): string | undefined {
	const pairs = (header ?? '').split(';').map((pair) => pair.trim());
	return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
