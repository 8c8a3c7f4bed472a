/** Commands go over HTTP; their effect arrives over the socket, on this screen as on all others. */

import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';
import type { ActionAnswer, WireError } from '#domain/wire/contract.ts';
import type { Action } from '#domain/order/lifecycle.ts';
import type { Status } from '#domain/order/order.ts';
import type { AlarmKind } from '#domain/plan/alarms.ts';
import type { DoorReport } from '#domain/pay/door.ts';

/** `status` 0: no answer came, so it is unknown whether the command was carried out. */
export type Sent<T> = { ok: true; value: T } | { ok: false; status: number; error: WireError };

const LIMIT_MS = 10_000;
const UPLOAD_LIMIT_MS = 60_000;

/** Posts a command; failures are returned as values with a message to show. */
export function send<T>(
	path: string,
	body: unknown,
	options: { key?: string } = {}
): Promise<Sent<T>> {
	const { key } = options;
	return exchange(path, LIMIT_MS, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			...(key && { 'idempotency-key': key })
		},
		body: JSON.stringify(body ?? {})
	});
}

/** Changes a part of something: what the body leaves out stays. */
export function patch<T>(path: string, body: unknown): Promise<Sent<T>> {
	return exchange(path, LIMIT_MS, {
		method: 'PATCH',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body)
	});
}

/** Archives or removes something; the address says what. */
export function remove<T>(path: string): Promise<Sent<T>> {
	return exchange(path, LIMIT_MS, { method: 'DELETE' });
}

/** Reads something that no feed carries, such as a recipe card. */
export function ask<T>(path: string): Promise<Sent<T>> {
	return exchange(path, LIMIT_MS, {});
}

/** Uploads a file, or deletes it with `null`. */
export function putFile<T>(path: string, file: Blob | null): Promise<Sent<T>> {
	return exchange(path, UPLOAD_LIMIT_MS, {
		method: file ? 'PUT' : 'DELETE',
		headers: file ? { 'content-type': file.type } : {},
		body: file
	});
}

interface Request extends RequestInit {
	headers?: Record<string, string>;
}

/** In the reader's language; a timeout is a failure with a message, too. */
async function exchange<T>(path: string, limitMs: number, request: Request): Promise<Sent<T>> {
	try {
		const answer = await fetch(path, {
			...request,
			headers: { 'accept-language': getLocale(), ...request.headers },
			signal: AbortSignal.timeout(limitMs)
		});
		return await read<T>(answer);
	} catch {
		return { ok: false, status: 0, error: { code: 'network', message: m.error_network() } };
	}
}

async function read<T>(answer: Response): Promise<Sent<T>> {
	const body: unknown = await answer.json().catch(() => null);
	if (answer.ok) return { ok: true, value: body as T };
	const error = errorIn(body) ?? { code: 'internal', message: m.error_unknown() };
	return { ok: false, status: answer.status, error };
}

function errorIn(body: unknown): WireError | undefined {
	if (typeof body !== 'object' || body === null || !('error' in body)) return undefined;
	const { error } = body;
	const isError = typeof error === 'object' && error !== null && 'code' in error;
	return isError && 'message' in error ? (error as WireError) : undefined;
}

// The commands of one order are queued, each with the version that the one before it made: striking a line
// and bumping the ticket in quick succession is no conflict.
const queues = new Map<string, Promise<unknown>>();
const versions = new Map<string, number>();
const underWay = new Map<string, number>();
const made = new Map<string, Set<number>>();

/** Whether this screen made that version of an order, or still waits for an answer to a command on it. */
export function isOwnChange(order: string, version: number): boolean {
	return underWay.has(order) || made.get(order)?.has(version) === true;
}

function inTurn<T>(order: string, task: () => Promise<T>): Promise<T> {
	underWay.set(order, (underWay.get(order) ?? 0) + 1);
	const turn = (queues.get(order) ?? Promise.resolve()).then(task).finally(() => {
		const left = (underWay.get(order) ?? 1) - 1;
		if (left > 0) underWay.set(order, left);
		else underWay.delete(order);
	});
	queues.set(order, turn);
	return turn;
}

/** Notes the versions that an answered command made: all that came after `before`. */
function noteMade(sent: Sent<ActionAnswer>, before: (answered: number) => number): void {
	if (!sent.ok || !sent.value?.order) return;
	const { id, version } = sent.value.order;
	versions.set(id, version);
	const own = made.get(id) ?? new Set();
	for (let one = before(version) + 1; one <= version; one++) own.add(one);
	made.set(id, own);
}

/** `isExact`: send exactly this version, even if this screen has changed the order since. */
type Seen = { id: string; version: number; isExact?: boolean };

async function command(order: Seen, path: string, body: object): Promise<Sent<ActionAnswer>> {
	return inTurn(order.id, async () => {
		const own = order.isExact ? 0 : (versions.get(order.id) ?? 0);
		const version = Math.max(order.version, own);
		const sent = await send<ActionAnswer>(`/api/orders/${order.id}/${path}`, { ...body, version });
		noteMade(sent, () => version);
		return sent;
	});
}

/** One step of the lifecycle, with the version that this screen shows. */
export function act(order: Seen, action: Action, reason?: string): Promise<Sent<ActionAnswer>> {
	return command(order, action, reason ? { reason } : {});
}

/** This person has seen an alarm of the order. */
export function seeAlarm(order: Seen, kind: AlarmKind): Promise<Sent<ActionAnswer>> {
	return command(order, `alarms/${kind}/seen`, {});
}

/** Marks an order as handed over, with how it was paid. */
export function handOver(
	order: Seen,
	action: 'deliver' | 'collect',
	report: DoorReport
): Promise<Sent<ActionAnswer>> {
	return command(order, action, report);
}

/** Gives an order to a driver by hand, or takes it back with `null`. */
export function assign(order: Seen, driver: string | null): Promise<Sent<ActionAnswer>> {
	return driver === null ? command(order, 'unassign', {}) : command(order, 'assign', { driver });
}

/** Marks one ticket line as done, or takes the mark back. */
export function strike(
	order: { id: string; status: Status },
	line: string,
	isDone: boolean
): Promise<Sent<ActionAnswer>> {
	return inTurn(order.id, async () => {
		const verb = isDone ? 'strike' : 'unstrike';
		const sent = await send<ActionAnswer>(`/api/orders/${order.id}/lines/${line}/${verb}`, {});
		// Striking the last line also moves the order: two versions.
		const steps = sent.ok && sent.value?.order?.status !== order.status ? 2 : 1;
		noteMade(sent, (answered) => answered - steps);
		return sent;
	});
}
