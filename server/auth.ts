import { betterAuth, type BetterAuthOptions } from 'better-auth';
import { getAdapter } from 'better-auth/db/adapter';
import type { IncomingHttpHeaders } from 'node:http';
import { ANONYMOUS, type Principal } from '#domain/people/access.ts';
import { HOUR, MINUTE } from '#domain/time/hours.ts';
import type { Pool } from '../db/plumbing/pool.ts';
import * as staff from '../db/tables/staff.ts';
import type { WebConfig } from '../config/web.ts';
import { withDatabaseTime } from './session-times.ts';
import { withHashedTokens } from './session-tokens.ts';

const SECOND = 1000;
const IDLE_MS = 12 * HOUR;
/** The longest life of a session and of its open sockets, however often it is used. */
export const ABSOLUTE_MS = 7 * 24 * HOUR;
/** A session in use is prolonged once in this time: one write, not one for each request. */
const PROLONG_EVERY_MS = 15 * MINUTE;

/**
 * The only header from which the sign-in library takes the caller. A value that a client sends is removed.
 */
export const CLIENT_IP_HEADER = 'x-passe-plat-client';

/** The person of a session, and the cookies that prolong it. */
export interface Identity {
	principal: Principal;
	cookies: string[];
}

export interface Auth {
	/** The sender of an HTTP request; may prolong the session. Throws without Postgres. */
	identify(headers: IncomingHttpHeaders): Promise<Identity>;
	/** The person who opens a socket; never prolongs a session. Throws without Postgres. */
	principalOf(headers: IncomingHttpHeaders): Promise<Principal>;
	/** Hands a request of `/api/auth` to the sign-in library. */
	handle(request: Request): Promise<Response>;
}

/**
 * Accounts and sessions: e-mail and password, no sign-up, in our own tables. Ages are measured by the
 * database's clock; `aheadMs` is how far this process's clock is ahead of it.
 */
export async function createAuth(
	pool: Pool,
	config: AuthConfig,
	aheadMs: () => number | undefined
): Promise<Auth> {
	const library = await configure(pool, config, aheadMs);
	const cookieMark = `${cookieName(config)}=`;

	async function identify(headers: IncomingHttpHeaders, prolong: boolean): Promise<Identity> {
		if (!headers.cookie?.includes(cookieMark)) return { principal: ANONYMOUS, cookies: [] };
		const found = await library.api.getSession({
			headers: new Headers({ cookie: headers.cookie }),
			query: { disableCookieCache: true, disableRefresh: !prolong },
			returnHeaders: true
		});
		const cookies = prolong ? found.headers.getSetCookie() : [];
		const session = found.response?.session;
		if (!session) return { principal: ANONYMOUS, cookies };
		// Both times are of this process's clock: the adapter has shifted the one from the row.
		const isTooOld = session.createdAt.getTime() + ABSOLUTE_MS < Date.now();
		const person = isTooOld ? undefined : await staff.byId(pool, session.userId);
		if (!person) return { principal: ANONYMOUS, cookies: [] };
		const { id, name, roles } = person;
		return { principal: { kind: 'staff', id, name, sessionId: session.id, roles }, cookies };
	}

	return {
		identify: (headers) => identify(headers, true),
		principalOf: async (headers) => (await identify(headers, false)).principal,
		handle: (request) => library.handler(request)
	};
}

export type AuthConfig = Pick<WebConfig, 'origins' | 'appSecret'>;

/** The prefix `__Host-`: https only, this host only, no path of another application. */
export function cookieName(config: Pick<AuthConfig, 'origins'>): string {
	return isHttps(config) ? '__Host-passe-plat' : 'passe-plat';
}

export function isHttps(config: Pick<AuthConfig, 'origins'>): boolean {
	return config.origins.every((origin) => origin.startsWith('https:'));
}

async function configure(pool: Pool, config: AuthConfig, aheadMs: () => number | undefined) {
	const options = optionsOf(config);
	const inner = await getAdapter({ ...options, database: pool });
	const adapter = withHashedTokens(withDatabaseTime(inner, aheadMs));
	return betterAuth({ ...options, database: () => adapter });
}

function optionsOf(config: AuthConfig) {
	return {
		appName: 'Passe-plat',
		baseURL: config.origins[0],
		basePath: '/api/auth',
		secret: config.appSecret,
		trustedOrigins: [...config.origins],
		telemetry: { enabled: false },
		// The library reports errors as answers or exceptions, and we log those.
		logger: { disabled: true },
		emailAndPassword: { enabled: true, disableSignUp: true },
		// Our own limits know the device and the account (routes/account.ts).
		rateLimit: { enabled: false },
		advanced: {
			ipAddress: { ipAddressHeaders: [CLIENT_IP_HEADER] },
			// The prefix is in the name already; the library's own would be `__Secure-`.
			useSecureCookies: false,
			cookies: {
				session_token: {
					name: cookieName(config),
					attributes: { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps(config) }
				}
			}
		},
		session: {
			...tables.session,
			expiresIn: IDLE_MS / SECOND,
			updateAge: PROLONG_EVERY_MS / SECOND,
			// A revoked session must end at the next request, so every request asks the database.
			cookieCache: { enabled: false }
		},
		user: tables.user,
		account: tables.account,
		verification: tables.verification
	} as const satisfies BetterAuthOptions;
}

const dates = { createdAt: 'created_at', updatedAt: 'updated_at' };

/** The library's words for the columns of migration 0001. */
const tables = {
	user: { modelName: 'staff', fields: { emailVerified: 'email_verified', ...dates } },
	session: {
		modelName: 'auth_session',
		fields: {
			userId: 'staff_id',
			expiresAt: 'expires_at',
			ipAddress: 'ip_address',
			userAgent: 'user_agent',
			...dates
		}
	},
	account: {
		modelName: 'auth_account',
		fields: {
			accountId: 'account_id',
			providerId: 'provider_id',
			userId: 'staff_id',
			accessToken: 'access_token',
			refreshToken: 'refresh_token',
			idToken: 'id_token',
			accessTokenExpiresAt: 'access_token_expires_at',
			refreshTokenExpiresAt: 'refresh_token_expires_at',
			...dates
		}
	},
	verification: {
		modelName: 'auth_verification',
		fields: { expiresAt: 'expires_at', ...dates }
	}
};
