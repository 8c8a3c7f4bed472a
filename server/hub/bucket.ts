/** A token bucket: `burst` at once, refilled evenly over `perMs`. Small, since each socket has one. */
export interface Bucket {
	left: number;
	/** Monotonic ms of the last taking. */
	at: number;
}

export interface BucketSize {
	burst: number;
	perMs: number;
}

export function newBucket(size: BucketSize): Bucket {
	return { left: size.burst, at: performance.now() };
}

/**
 * Takes one; false when it is empty. Taking from an empty bucket counts on below zero, so that
 * `left` tells how far somebody has gone over it.
 */
export function take(bucket: Bucket, size: BucketSize): boolean {
	const now = performance.now();
	bucket.left = Math.min(size.burst, bucket.left + ((now - bucket.at) / size.perMs) * size.burst);
	bucket.at = now;
	bucket.left -= 1;
	return bucket.left >= 0;
}
