/**
 * A token bucket: `burst` tokens at once, refilled evenly over `perMs`. Kept small: each socket has
 * one.
 */
export interface Bucket {
	left: number;
	/** Monotonic ms of the last `take`. */
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
 * Takes one token; false when the bucket is empty. The count goes on below zero, so that `left`
 * shows how far a client exceeds its limit.
 */
export function take(bucket: Bucket, size: BucketSize): boolean {
	const now = performance.now();
	bucket.left = Math.min(size.burst, bucket.left + ((now - bucket.at) / size.perMs) * size.burst);
	bucket.at = now;
	bucket.left -= 1;
	return bucket.left >= 0;
}
