import type { Request, Response } from 'express';
import type { WireError } from '#domain/wire/contract.ts';
import { FAULTS, faultMessage, type Fault } from '#domain/wire/faults.ts';
import type { Language } from '#domain/menu/menu.ts';
import { isOutage } from '../db/plumbing/errors.ts';
import { languageOf } from './language.ts';

const COME_BACK_SECONDS = 2;

/** Answers a fault: `{error: {code, message, fields?, now?}}`, in the caller's language. */
export function sendFault(req: Request, res: Response, fault: Fault): void {
	if (res.headersSent) return void res.end();
	const wait = fault.code === 'unavailable' ? COME_BACK_SECONDS : fault.waitSeconds;
	if (wait !== undefined) res.set('Retry-After', String(wait));
	res.set('Cache-Control', 'no-store');
	res.status(FAULTS[fault.code].status).json(faultBody(fault, languageOf(req.headers)));
}

export function faultBody(fault: Fault, language: Language): { error: WireError } {
	return {
		error: {
			code: fault.code,
			message: faultMessage(fault, language),
			...(fault.fields && {
				fields: fault.fields.map(({ path, message }) => ({ path, message: message[language] }))
			}),
			...(fault.now !== undefined && { now: fault.now })
		}
	};
}

/** The caller did this too often, and may do it again in so many seconds. */
export const tooMany = (waitSeconds: number): Fault => ({ code: 'too_many', waitSeconds });

/**
 * The fault for a thrown error: bodies and addresses that could not be read are the caller's, an
 * unreachable database is `unavailable`, all else is `internal`.
 */
export function faultOf(error: unknown): Fault {
	if (isOutage(error) || isOutage(causeOf(error))) return { code: 'unavailable' };
	const status = statusOf(error);
	if (status === 413) return { code: 'too_large' };
	if (status !== undefined && status >= 400 && status < 500) return { code: 'invalid' };
	return { code: 'internal' };
}

function statusOf(error: unknown): number | undefined {
	if (typeof error !== 'object' || error === null) return undefined;
	if ('status' in error && typeof error.status === 'number') return error.status;
	return undefined;
}

function causeOf(error: unknown): unknown {
	return error instanceof Error ? error.cause : undefined;
}
