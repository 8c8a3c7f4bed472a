import { z } from 'zod';
import { Chance } from './chance.ts';
import type { Clock } from './clock.ts';

const share = z.number().min(0).max(1);
const ms = z.number().int().min(0).max(600_000);
const TEN_YEARS_MS = 10 * 366 * 24 * 3_600_000;

const schema = z.strictObject({
	/** Seed of all chance; setting it starts the sequence again. */
	seed: z.number().int().min(0).max(0xffff_ffff),
	/** Further copies of each webhook, sent in parallel with it. */
	duplicate: z.number().int().min(0).max(20),
	/** Webhooks are collected until there are this many (or 250 ms passed), then sent shuffled. 0: in order. */
	reorder: z.number().int().min(0).max(100),
	/** Time between an event and its webhook. */
	delayMs: ms,
	/** Share of events whose webhook is never sent. They stay in the list of events. */
	drop: share,
	/** Share of webhooks beside which a forged one is sent. */
	forge: share,
	/** Share of POSTs that take effect and then answer 500. */
	errorAfterEffect: share,
	/** Whether such a 500 is saved under the idempotency key, as Stripe documents, or repeats find the real answer. */
	errorIsSaved: z.boolean(),
	/** Share of POSTs that take effect and whose connection is then closed without an answer. */
	lostReply: share,
	/** Share of API calls refused with 429 before any effect. */
	rateLimit: share,
	/** Time between the effect of an API call and its answer. Its idempotency key is in use until then. */
	slowMs: ms,
	/** Moves the clock of the API: created, expiry, pruning of idempotency keys. */
	clockOffsetMs: z.number().int().min(-TEN_YEARS_MS).max(TEN_YEARS_MS),
	/** Added to the time in a webhook's signature, which is otherwise the machine's own time. */
	signatureOffsetMs: z.number().int().min(-TEN_YEARS_MS).max(TEN_YEARS_MS),
	/** Age that an intent must have before Stripe's search finds it. */
	searchLagMs: ms,
	/** Pauses before a webhook that was not answered 2xx is sent again; the length is the number of repeats. */
	retryMs: z.array(ms).max(20),
	/** Every API call and page closes its connection. The controls still answer. */
	down: z.boolean()
});

export type Knobs = z.infer<typeof schema>;

const REST: Knobs = {
	seed: 1,
	duplicate: 0,
	reorder: 0,
	delayMs: 0,
	drop: 0,
	forge: 0,
	errorAfterEffect: 0,
	errorIsSaved: true,
	lostReply: 0,
	rateLimit: 0,
	slowMs: 0,
	clockOffsetMs: 0,
	signatureOffsetMs: 0,
	searchLagMs: 0,
	retryMs: [500, 2_000, 5_000, 15_000, 60_000],
	down: false
};

const change = schema.partial().extend({ reset: z.boolean().optional() });

/** The knobs' present values and the chance that they draw from. */
export class KnobBoard {
	#clock: Clock;
	values: Knobs = { ...REST };
	chance = new Chance(REST.seed);
	/** How often each trouble came over an API call. */
	readonly troubles = { refused: 0, errorAfterEffect: 0, lostReply: 0 };

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	/**
	 * Sets the knobs that `wanted` names; with `reset: true` all others return to rest.
	 * @returns the faults in words; nothing is changed when there is one.
	 */
	set(wanted: unknown): string[] {
		const parsed = change.safeParse(wanted);
		if (!parsed.success) {
			return parsed.error.issues.map(
				(issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`
			);
		}
		const { reset, ...values } = parsed.data;
		this.values = { ...(reset === true ? REST : this.values), ...values };
		if (reset === true || values.seed !== undefined) this.chance = new Chance(this.values.seed);
		this.#clock.setOffset(this.values.clockOffsetMs);
		return [];
	}
}
