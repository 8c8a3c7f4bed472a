/** Thrown to retry the job after `afterMs`; this does not count as a failed attempt. */
export class RetryLater extends Error {
	readonly afterMs: number;
	constructor(afterMs: number, why: string) {
		super(why);
		this.afterMs = afterMs;
	}
}
